// cache-line-transfer: how long it takes until one core sees what another has written.
#include <atomic>

#include "core/probes/context.hpp"
#include "core/probes/partner.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

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
  const auto rallies = [&](std::uint64_t count) {
    for (; count > 0; --count) {
      ball.turn.store(turn + 1, std::memory_order_release);  // with the load of the partner
      turn += 2;
      while (ball.turn.load(std::memory_order_acquire) != turn) {
      }
    }
  };
  const Quartiles round = time_batches(context.budget, rallies).quartiles();
  partner.finish();
  ProbeResult result;
  result.figures.push_back({"one-way", {round.low / 2, round.median / 2, round.high / 2}, ""});
  return result;
}

}  // namespace lab::probes
