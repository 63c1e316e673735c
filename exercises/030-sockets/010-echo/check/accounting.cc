// Every datagram is accounted for, in the optimized build: our counts at the client and the kernel's on the server's
// side say the same, and nothing is left over.
#include "netload/accounting.hpp"

#include <unistd.h>

#include "lab/check.hpp"
#include "netload/bench.hpp"

namespace {

using lab::Bench;
using lab::Check;
using lab::UdpCounters;

UdpCounters counters_of_the_server() {
  UdpCounters counters;
  Bench::wire().on_dut_side([&counters] { counters = lab::read_udp_counters(); });
  return counters;
}

// Bursts that fit into any receive buffer: what is lost then, the program has lost.
void accounting(Check& check) {
  constexpr std::uint64_t kBursts = 200;
  constexpr std::uint64_t kBurst = 32;
  constexpr std::uint64_t kSent = kBursts * kBurst;
  check.scene("{} bursts of {} datagrams; the next one leaves when all answers are here.", kBursts, kBurst);
  Bench bench(check);
  const UdpCounters before = counters_of_the_server();
  for (std::uint64_t first = 1; first <= kSent; first += kBurst) {
    for (std::uint64_t i = first; i < first + kBurst; ++i) bench.send(i, 200);
    for (std::uint64_t i = first; i < first + kBurst; ++i) bench.expect_answer(i, 200);
  }
  bench.expect_silence(50);
  const UdpCounters counted = counters_of_the_server().since(before);
  check.expect(counted.receive_full == 0, "The kernel dropped {} datagrams: the socket's buffer was full.",
               counted.receive_full);
  check.expect(counted.in == static_cast<std::int64_t>(kSent),
               "{} datagrams were sent, and the kernel handed {} to the program.", kSent, counted.in);
  check.expect(counted.out == static_cast<std::int64_t>(kSent),
               "{} answers were due, and the kernel saw the program send {} datagrams.", kSent, counted.out);
}

// A server that looks again and again, without sleeping, answers as well, and costs a core for nothing: that is the
// business of a later exercise. CPU time is counted by the kernel, and an idle server has next to none.
void idle(Check& check) {
  constexpr unsigned kIdleMs = 300;
  constexpr std::uint64_t kMostPercent = 25;
  check.scene("A client has had an answer; then {} ms without a datagram.", kIdleMs);
  Bench bench(check);
  bench.exchange(1, 64);
  usleep(20'000);
  const std::uint64_t percent = bench.dut().cpu_percent_over(kIdleMs);
  check.expect(percent <= kMostPercent,
               "With nothing to do, the program used {} % of a CPU: it has to sleep in the kernel until there is.",
               percent);
  bench.exchange(2, 64);
  bench.expect_stop();
}

constexpr lab::Step kSteps[] = {
    {"accounting", accounting},
    {"idle", idle},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
