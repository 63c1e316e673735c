// cache-line-transfer: how long it takes until one core sees what another has written.
#include <atomic>

#include "core/probes/context.hpp"
#include "core/probes/partner.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

// In a repetition: some 50 us, so that the clock does not count. Not found by doubling as elsewhere, since one round
// takes milliseconds when the partner is not running.
constexpr std::uint64_t kRounds = 512;

// Even: our turn. Odd: the partner's. Alone in two lines, since some processors fetch lines in pairs.
struct alignas(128) Ball {
  std::atomic<std::uint64_t> turn{0};
};

}  // namespace

ProbeResult probe_cache_line_transfer(const Context& context) {
  need_two_cores(context);
  Ball ball;
  Partner partner(context.there(), [&](const std::atomic<bool>& stop) {
    for (std::uint64_t seen = 0; !stop.load(std::memory_order_relaxed);) {  // with Partner::end
      seen = ball.turn.load(std::memory_order_acquire);                     // with the store of rallies
      if (seen % 2 == 1) ball.turn.store(seen + 1, std::memory_order_release);
    }
  });
  partner.wait_until_running(context.budget);
  std::uint64_t turn = 0;
  Samples samples;
  do {
    const std::int64_t preempted = times_preempted();
    const std::uint64_t began = read_tsc();
    for (std::uint64_t i = 0; i < kRounds; ++i) {
      ball.turn.store(turn + 1, std::memory_order_release);  // with the load of the partner
      turn += 2;
      while (ball.turn.load(std::memory_order_acquire) != turn) {
      }
    }
    const double each = ticks_to_ns(read_tsc() - began) / static_cast<double>(2 * kRounds);
    if (times_preempted() == preempted) samples.add(each);
  } while (samples.count() < kRepetitions && context.budget.left());
  partner.finish();
  if (samples.count() == 0) throw Refused({"disturbed", ""});
  ProbeResult result;
  result.figures.push_back({"one-way", samples.quartiles(), ""});
  return result;
}

}  // namespace lab::probes
