// The benchmark's workload. An item is an update: item i of the conductor's stream adds 1, its value, and its part of
// the stream's digest. What the counters say in the end is then the digest of the whole stream, or something was lost
// or counted twice.
//
// Timed are only updates that nobody watches: that is what the hot path costs from morning to night. With a reader, the
// figures are those of the reader's pace. What reading costs is counted.
#include "lab/arm.hpp"

#include "contract.hpp"

namespace {

using lab::Lane;
using lab::Received;
using Counters = LiveCounters<stats::kBenchmarkThreads, stats::kBenchmarkKinds>;
using Counts = std::array<std::uint64_t, stats::kBenchmarkKinds>;

// Made anew for each order: an order must not depend on what the one before has counted.
alignas(Counters) std::byte memory[sizeof(Counters)];
Counters* counters = nullptr;

void prepare(const lab::Order&) {
  if (counters != nullptr) counters->~Counters();
  counters = new (memory) Counters;
}

// Two threads count, each for itself: each the updates of one half of the stream.
Received unwatched(const Lane& lane) {
  Counters& mine = *counters;  // in the loop nothing is looked up but the counters themselves
  const std::uint64_t half = lane.order.items / 2;
  const std::uint64_t begin = lane.thread == 0 ? 0 : half;
  const std::uint64_t end = lane.thread == 0 ? half : lane.order.items;
  std::uint64_t value = lab::stream_value(lane.order.seed, begin);
  lane.barrier.meet();
  for (std::uint64_t i = begin; i < end; ++i, value += lab::kStreamStep) {
    mine.add(lane.thread, {1, value, value * (2 * i + 1)});  // as lab::StreamDigest weighs its values
  }
  Counts said{};
  if (!mine.try_read(lane.thread, said)) return {};
  return {said[0], said[2]};
}

constexpr lab::Workload kWorkloads[] = {unwatched};

}  // namespace

lab::ArmProgram lab::arm_program() noexcept {
  return {.threads = stats::kBenchmarkThreads, .workloads = kWorkloads, .prepare = prepare, .memory = memory};
}
