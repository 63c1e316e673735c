// The benchmark's workloads. An item is an update: item i of the conductor's stream adds its value, and its part of the
// stream's digest, to the counters. What the counters say in the end is then the digest of the whole stream, or
// something was lost, torn or counted twice.
#include "lab/arm.hpp"

#include "contract.hpp"
#include "prefix.hpp"

namespace {

using lab::Lane;
using lab::Received;
using stats::Counts;
using stats::Prefix;
using Counters = LiveCounters<stats::kBenchmarkThreads, stats::kBenchmarkKinds>;

constexpr std::uint32_t kWriter = 0;

// Made anew for each order: an order must not depend on what the one before has counted.
alignas(Counters) std::byte memory[sizeof(Counters)];
Counters* counters = nullptr;
std::uint64_t updates_done = 0;  // by the writer of `watched`; written once, when it is done

void prepare(const lab::Order&) {
  if (counters != nullptr) counters->~Counters();
  counters = new (memory) Counters;
  updates_done = 0;
}

// In the loops nothing is looked up but the counters themselves.
void count(Counters& into, std::size_t thread, Prefix prefix, std::uint64_t updates) {
  for (std::uint64_t i = 0; i < updates; ++i) into.add(thread, prefix.next());
}

// What the counters of a thread say when nobody changes them any more.
Received said_by(const Counters& from, std::size_t thread) {
  Counts counts{};
  if (!from.try_read(thread, counts)) return {};
  return {counts[0], counts[2]};
}

// Two threads count, each for itself, and nobody looks.
Received unwatched(const Lane& lane) {
  Counters& mine = *counters;
  const std::uint64_t half = lane.order.items / 2;
  const std::uint64_t begin = lane.thread == 0 ? 0 : half;
  const std::uint64_t end = lane.thread == 0 ? half : lane.order.items;
  lane.barrier.meet();
  count(mine, lane.thread, Prefix(lane.order.seed, begin), end - begin);
  return said_by(mine, lane.thread);
}

// One thread counts, and another one looks again and again, with a pause in between. What it sees has to be the sum of
// the first updates, however many these are; if it is not, the answer is spoilt.
Received watched(const Lane& lane) {
  Counters& shared = *counters;
  const std::uint64_t items = lane.order.items;
  lane.barrier.meet();
  if (lane.thread == kWriter) {
    count(shared, kWriter, Prefix(lane.order.seed, 0), items);
    __atomic_store_n(&updates_done, items, __ATOMIC_RELEASE);  // partner: the acquire load below
    return said_by(shared, kWriter);
  }
  constexpr int kPause = 16;  // `pause` instructions: 0.2 to 0.8 us, by core
  std::uint64_t spoilt = 0;
  std::uint64_t last = 0;
  while (__atomic_load_n(&updates_done, __ATOMIC_ACQUIRE) == 0) {
    Counts seen{};
    if (shared.try_read(kWriter, seen)) {
      if (seen[0] < last || seen != Prefix::sum(lane.order.seed, seen[0])) spoilt = 1;
      last = seen[0];
    }
    for (int i = 0; i < kPause; ++i) lab::relax_cpu();
  }
  return {0, spoilt};
}

constexpr lab::Workload kWorkloads[] = {unwatched, watched};

}  // namespace

lab::ArmProgram lab::arm_program() noexcept {
  return {.threads = stats::kBenchmarkThreads, .workloads = kWorkloads, .prepare = prepare, .memory = memory};
}
