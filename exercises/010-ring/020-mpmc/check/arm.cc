// The benchmark's workloads. Two threads carry the conductor's stream through the ring; what comes out is digested, so
// that a ring which loses, repeats or tears an item has no time to show.
//
// Timed are a producer and a consumer only, and never threads that all push and pop in turn: with nothing to do between
// two calls, a mutex wins that race. Its loser goes to sleep, and the winner works through a ring that it has to itself
// until the loser wakes up; the fairer a ring is, the worse it looks. What many threads cost each other is counted.
#include "lab/arm.hpp"

#include "contract.hpp"

namespace {

using lab::Backoff;
using lab::Lane;
using lab::Received;
using mpmc::Item;
using Ring = MpmcRing<Item, mpmc::kBenchmarkCapacity>;

constexpr std::uint32_t kProducer = 0;

// The rings of one order. Made anew for each: an order must not depend on where the one before has stopped.
struct Rings {
  explicit Rings(std::uint64_t seed) : there(seed * 0x9e3779b97f4a7c15), back(seed) {}  // any odd factor: two starts
  Ring there;
  Ring back;
};
alignas(Rings) std::byte memory[sizeof(Rings)];
Rings* rings = nullptr;

void prepare(const lab::Order& order) {
  if (rings != nullptr) rings->~Rings();
  rings = new (memory) Rings(order.seed);
}

void push(Ring& ring, const Item& item, Backoff backoff = {}) {
  while (!ring.try_push(item)) backoff.wait();
}

Item pop(Ring& ring, Backoff backoff = {}) {
  Item item;
  while (!ring.try_pop(item)) backoff.wait();
  return item;
}

// In the loops nothing is looked up but the ring itself: `rings` lives on a line that is not ours to read while timed.
Received throughput(const Lane& lane) {
  const std::uint64_t items = lane.order.items;
  Ring& ring = rings->there;
  lane.barrier.meet();
  if (lane.thread == kProducer) {
    std::uint64_t value = lane.order.seed;
    for (std::uint64_t i = 0; i < items; ++i, value += lab::kStreamStep)
      push(ring, Item{value}, Backoff(Backoff::kForBacklog));
    return {};
  }
  lab::StreamDigest digest;
  for (std::uint64_t i = 0; i < items; ++i) digest.add(pop(ring, Backoff(Backoff::kForBacklog)).value);
  return {items, digest.value()};
}

// One item at a time: the client sends, the server sends it back. The time of a round trip is two crossings.
Received round_trip(const Lane& lane) {
  const std::uint64_t items = lane.order.items;
  Ring& there = rings->there;
  Ring& back = rings->back;
  lane.barrier.meet();
  if (lane.thread != kProducer) {
    for (std::uint64_t i = 0; i < items; ++i) push(back, pop(there));
    return {};
  }
  lab::StreamDigest digest;
  std::uint64_t value = lane.order.seed;
  std::uint64_t started = lab::read_ticks();
  for (std::uint64_t i = 0; i < items; ++i, value += lab::kStreamStep) {
    push(there, Item{value});
    digest.add(pop(back).value);
    if (lane.histogram == nullptr) continue;
    const std::uint64_t ended = lab::read_ticks();  // also the start of the next: one reading per item
    lane.histogram->add(ended - started);
    started = ended;
  }
  return {items, digest.value()};
}

constexpr lab::Workload kWorkloads[] = {throughput, round_trip};

}  // namespace

lab::ArmProgram lab::arm_program() noexcept {
  return {.threads = 2, .workloads = kWorkloads, .prepare = prepare, .memory = memory};
}
