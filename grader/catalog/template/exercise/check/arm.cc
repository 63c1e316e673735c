// The benchmark: the conductor's stream goes through a queue that is always half full. What comes out is digested, so
// that nothing can be lost, repeated or swapped unseen.
#include "lab/arm.hpp"

#include <new>

#include "contract.hpp"

namespace {

alignas(Fifo) std::byte memory[sizeof(Fifo)];
Fifo* fifo = nullptr;

void prepare(const lab::Order&) {
  if (fifo != nullptr) fifo->~Fifo();
  fifo = new (memory) Fifo;
}

lab::Received throughput(const lab::Lane& lane) {
  constexpr std::uint64_t kInside = Fifo::kCapacity / 2;
  const std::uint64_t items = lane.order.items;
  lab::StreamDigest digest;
  std::uint64_t value = lane.order.seed;
  std::uint64_t out = 0;
  for (std::uint64_t i = 0; i < items; ++i, value += lab::kStreamStep) {
    fifo->push(value);
    if (i < kInside) continue;
    fifo->pop(out);
    digest.add(out);
  }
  for (std::uint64_t i = 0; i < (items < kInside ? items : kInside); ++i) {
    fifo->pop(out);
    digest.add(out);
  }
  return {items, digest.value()};
}

constexpr lab::Workload kWorkloads[] = {throughput};

}  // namespace

lab::ArmProgram lab::arm_program() noexcept {
  return {.threads = 1, .workloads = kWorkloads, .prepare = prepare, .memory = memory};
}
