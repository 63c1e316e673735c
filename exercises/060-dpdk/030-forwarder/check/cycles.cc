// What a forwarder itself costs: cycles of the time-stamp counter per frame between two ports that bring frames at once
// and take everything (DPDK's net_null), so that nothing else is measured. For `lab bench dpdk`, beside what testpmd
// says of itself; nobody is graded by it.
#include <rte_cycles.h>
#include <rte_mbuf.h>

#include <cstdint>
#include <cstdlib>

#include "contract.hpp"
#include "lab/check.hpp"
#include "lab/dpdk/eal.hpp"

namespace {

constexpr unsigned kFrames = 8191;  // as testpmd is given
constexpr unsigned kCache = 256;
constexpr unsigned kWarmMs = 300;
constexpr unsigned kMeasuredMs = 1500;
constexpr unsigned kPollsPerClock = 64;

std::uint64_t sent(const Forwarder& forwarder) { return forwarder.statistics(0).sent + forwarder.statistics(1).sent; }

// Frames are forwarded for so long. Returns the ticks that it took.
std::uint64_t forward_for(Forwarder& forwarder, unsigned milliseconds) {
  const std::uint64_t wanted = rte_get_tsc_hz() / 1000 * milliseconds;
  const std::uint64_t began = rte_rdtsc();
  std::uint64_t ticks = 0;
  while (ticks < wanted) {
    for (unsigned i = 0; i < kPollsPerClock; ++i) forwarder.poll(rte_rdtsc());
    ticks = rte_rdtsc() - began;
  }
  return ticks;
}

void cycles(lab::Check& check) {
  const char* const cpu = getenv("LAB_CPU");
  lab::dpdk::start_eal(cpu != nullptr ? atoi(cpu) : 0, {"net_null0", "net_null1"});
  rte_mempool* const pool =
      rte_pktmbuf_pool_create("dut", kFrames, kCache, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
  check.expect(pool != nullptr, "There is no memory for mbufs.");
  Forwarder forwarder;
  const char* const why = forwarder.open(pool);
  if (why != nullptr) check.fail_saying(why);
  forward_for(forwarder, kWarmMs);
  const std::uint64_t before = sent(forwarder);
  const std::uint64_t ticks = forward_for(forwarder, kMeasuredMs);
  const std::uint64_t frames = sent(forwarder) - before;
  check.expect(frames > 0, "Nothing was forwarded.");
  check.count("cycles", ticks, frames);
  forwarder.close();
}

constexpr lab::Step kSteps[] = {{"cycles", cycles}};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
