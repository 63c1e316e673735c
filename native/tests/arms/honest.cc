// honest: an arm that adds up its stream with one of its two threads. Workload 0 is honest; 1 loses an item and 2
// repeats one, as a broken ring does.
#include "lab/arm.hpp"

namespace {

lab::Received carry(const lab::Lane& lane, std::uint64_t damaged_at, std::uint64_t damage) {
  lane.barrier.meet();
  if (lane.thread != 1) return {};
  lab::StreamDigest digest;
  for (std::uint64_t i = 0; i < lane.order.items; ++i) {
    const std::uint64_t began = lane.histogram != nullptr ? lab::read_ticks() : 0;
    digest.add(lab::stream_value(lane.order.seed, i == damaged_at ? damage : i));
    if (lane.histogram != nullptr) lane.histogram->add(lab::read_ticks() - began);
  }
  return {lane.order.items, digest.value()};
}

lab::Received honest(const lab::Lane& lane) { return carry(lane, ~std::uint64_t{0}, 0); }

lab::Received forgets(const lab::Lane& lane) {
  lab::Received received = honest(lane);
  if (lane.thread == 1) --received.items;
  return received;
}

lab::Received repeats(const lab::Lane& lane) { return carry(lane, 1, 0); }

constexpr lab::Workload kWorkloads[] = {honest, forgets, repeats};

}  // namespace

lab::ArmProgram lab::arm_program() noexcept {
  return {2, kWorkloads, [](const lab::Order&) {}, {}};
}
