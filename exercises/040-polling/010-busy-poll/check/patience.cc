// What a loop that spins owes to everybody else, in the optimized build that is timed: it ends when it is told to, in
// every state that it can be in; it gives the core back; and it wakes up again.
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "core/affinity.hpp"
#include "core/clock.hpp"
#include "core/counters.hpp"
#include "lab/check.hpp"
#include "netload/accounting.hpp"
#include "netload/bench.hpp"

namespace {

using lab::Bench;
using lab::Check;

// Long after any sensible spinning is over.
constexpr unsigned kAsleepMs = 200;
constexpr std::int64_t kFloodNs = (Bench::kStopMs + 1500) * 1'000'000LL;

void stop(Check& check) {
  check.scene("Nobody has sent anything yet, and the program is told to stop.");
  Bench(check).expect_stop();
  check.scene("A client has just had its answer, and the program is told to stop while it may still be spinning.");
  {
    Bench bench(check);
    bench.exchange(1, 64);
    bench.expect_stop();
  }
  check.scene("A client has had its answer {} ms ago, and the program is told to stop.", kAsleepMs);
  Bench bench(check);
  bench.exchange(1, 64);
  usleep(kAsleepMs * 1000);
  bench.expect_stop();
}

// The end must be seen even if there is always another datagram: a loop that only looks up when it finds nothing never
// does.
void stop_under_load(Check& check) {
  check.scene("Datagrams keep coming without a pause, and the program is told to stop.");
  Bench bench(check);
  bench.exchange(1, 64);
  const std::byte datagram[64] = {};
  const pid_t flood = _Fork();
  if (flood == 0) {
    // A process of its own, since stopping waits for the program; and for longer than the program may take to stop.
    const std::int64_t end = lab::monotonic_raw_ns() + kFloodNs;
    while (lab::monotonic_raw_ns() < end) bench.port().send(datagram);
    _exit(0);
  }
  usleep(20'000);
  check.doing("the program is told to stop");
  const lab::wire::Complaint complaint = bench.dut().stop(Bench::kStopMs);
  check.got("");
  lab::end_child(flood);
  if (complaint) check.fail_saying(complaint->c_str());
}

// CPU time is counted by the kernel, and so is the time in which the program waits for a CPU that others have: this is
// no matter of speed or of luck, or of who else is on the machine.
void gives_back(Check& check) {
  constexpr unsigned kIdleMs = 400;
  constexpr std::uint64_t kMostPercent = 25;
  check.scene("A client has had answers; then {} ms without a datagram, of which the last {} are looked at.",
              kAsleepMs + kIdleMs, kIdleMs);
  Bench bench(check);
  for (std::uint64_t i = 1; i <= 10; ++i) bench.exchange(i, 64);
  usleep(kAsleepMs * 1000);
  const std::uint64_t percent = bench.dut().cpu_percent_over(kIdleMs);
  check.expect(percent <= kMostPercent,
               "With nothing to do for a long time, the program used {} % of a CPU: spin for a while, then sleep.",
               percent);
  bench.expect_stop();
}

void wakes_up(Check& check) {
  check.scene("A client comes back again and again, each time when the program has long been asleep.");
  Bench bench(check);
  for (std::uint64_t round = 0; round < 4; ++round) {
    for (std::uint64_t i = 1; i <= 3; ++i) bench.exchange(round * 10 + i, 64);
    usleep(kAsleepMs * 1000 / 2);
  }
  bench.expect_silence(20);
  bench.expect_stop();
}

void accounting(Check& check) {
  constexpr std::uint64_t kBursts = 20;
  constexpr std::uint64_t kBurst = 32;
  constexpr std::uint64_t kSent = kBursts * kBurst;
  check.scene("{} bursts of {} datagrams; the next one leaves when all answers are here.", kBursts, kBurst);
  Bench bench(check);
  lab::UdpCounters before;
  lab::UdpCounters after;
  Bench::wire().on_dut_side([&before] { before = lab::read_udp_counters(); });
  for (std::uint64_t first = 1; first <= kSent; first += kBurst) {
    for (std::uint64_t i = first; i < first + kBurst; ++i) bench.send(i, 200);
    for (std::uint64_t i = first; i < first + kBurst; ++i) bench.expect_answer(i, 200);
  }
  bench.expect_silence(50);
  Bench::wire().on_dut_side([&after] { after = lab::read_udp_counters(); });
  const lab::UdpCounters counted = after.since(before);
  check.expect(counted.in == static_cast<std::int64_t>(kSent) && counted.out == static_cast<std::int64_t>(kSent),
               "{} datagrams went in; the kernel handed {} to the program and saw it send {}.", kSent, counted.in,
               counted.out);
}

// The program has one core. How often is it taken away from one of its threads, while a datagram is answered? The
// kernel counts these switches. Whoever has the machine to share loses it now and then, and not for most of the
// datagrams: so it is the middle one of many that is counted. Two threads that wait for each other spinning lose it
// every time.
void one_core(Check& check) {
  constexpr std::uint64_t kDatagrams = 41;
  const std::vector<int> allowed = lab::allowed_cpus();
  // On a single CPU it is the client that takes it away, by waking up: nothing can be seen there, and speed is not
  // judged.
  if (allowed.size() < 2) return check.count("switches", 0, 1);
  lab::pin_this_thread(allowed.front());
  check.scene("One client, one datagram at a time, {} of them; all threads of the program are on one CPU.", kDatagrams);
  Bench bench(check, lab::Path::kEcho, {}, allowed.back());
  bench.exchange(0, 64);
  std::vector<std::int64_t> switches;
  for (std::uint64_t i = 1; i <= kDatagrams; ++i) {
    const std::int64_t before = lab::read_switches(bench.dut().pid()).involuntary;
    bench.exchange(i, 64);
    switches.push_back(lab::read_switches(bench.dut().pid()).involuntary - before);
  }
  std::nth_element(switches.begin(), switches.begin() + kDatagrams / 2, switches.end());
  check.count("switches", static_cast<std::uint64_t>(switches[kDatagrams / 2]), 1);
  bench.expect_stop();
}

constexpr lab::Step kSteps[] = {
    {"stop", stop},
    {"stop-under-load", stop_under_load, "stop"},
    {"gives-back", gives_back},
    {"wakes-up", wakes_up},
    {"accounting", accounting},
    {"one-core", one_core},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
