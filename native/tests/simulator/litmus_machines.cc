// The same shapes on the stronger machines: x86 with its store buffers (Sewell et al., "x86-TSO", CACM 2010), and one
// memory for all (Lamport 1979). What the code names as its orders does not matter there, but for seq_cst stores on
// x86.
#include "litmus.hpp"

namespace {

using namespace litmus;
using lab::Check;
using lab::SimulatedMemory;

constexpr int kOrdered[] = {0, 1, 11};
constexpr int kAny[] = {0, 1, 10, 11};
constexpr int kOneSees[] = {1, 10, 11};

template <SimulatedMemory Memory>
void message_passing(Check& check) {
  test_on(
      Memory, check, kOrdered, two,
      [](World4& w) {
        w.x.store(1, memory_order_relaxed);
        w.y.store(1, memory_order_relaxed);
      },
      [](World4& w) {
        w.r[0] = w.y.load(memory_order_relaxed);
        w.r[1] = w.x.load(memory_order_relaxed);
      });
}

template <SimulatedMemory Memory, std::memory_order Store, int N>
void store_buffering(Check& check, const int (&allowed)[N]) {
  test_on(
      Memory, check, allowed, two,
      [](World4& w) {
        w.x.store(1, Store);
        w.r[0] = w.y.load(memory_order_relaxed);
      },
      [](World4& w) {
        w.y.store(1, Store);
        w.r[1] = w.x.load(memory_order_relaxed);
      });
}
void sb_tso(Check& check) { store_buffering<SimulatedMemory::kTso, memory_order_release>(check, kAny); }
void sb_tso_seq_cst(Check& check) { store_buffering<SimulatedMemory::kTso, memory_order_seq_cst>(check, kOneSees); }
void sb_sc(Check& check) { store_buffering<SimulatedMemory::kSc, memory_order_relaxed>(check, kOneSees); }

template <SimulatedMemory Memory, int N>
void fenced_buffering(Check& check, const int (&allowed)[N]) {
  test_on(
      Memory, check, allowed, two,
      [](World4& w) {
        w.x.store(1, memory_order_relaxed);
        std::atomic_thread_fence(memory_order_seq_cst);
        w.r[0] = w.y.load(memory_order_relaxed);
      },
      [](World4& w) {
        w.y.store(1, memory_order_relaxed);
        std::atomic_thread_fence(memory_order_seq_cst);
        w.r[1] = w.x.load(memory_order_relaxed);
      });
}
void sb_tso_fences(Check& check) { fenced_buffering<SimulatedMemory::kTso>(check, kOneSees); }

// A thread sees its own store before others do, and the others may see theirs first ("n6" and SB with forwarding).
void forwarding_tso(Check& check) {
  constexpr int kOwnFirst[] = {1010, 1011, 1110, 1111};
  test_on(
      SimulatedMemory::kTso, check, kOwnFirst, four,
      [](World4& w) {
        w.x.store(1, memory_order_relaxed);
        w.r[0] = w.x.load(memory_order_relaxed);
        w.r[1] = w.y.load(memory_order_relaxed);
      },
      [](World4& w) {
        w.y.store(1, memory_order_relaxed);
        w.r[2] = w.y.load(memory_order_relaxed);
        w.r[3] = w.x.load(memory_order_relaxed);
      });
}

void two_writes_tso(Check& check) {
  constexpr int kOneLast[] = {12, 21, 22};
  test_on(
      SimulatedMemory::kTso, check, kOneLast,
      [](const World4& w) { return w.x.load(memory_order_relaxed) * 10 + w.y.load(memory_order_relaxed); },
      [](World4& w) {
        w.x.store(1, memory_order_relaxed);
        w.y.store(2, memory_order_relaxed);
      },
      [](World4& w) {
        w.y.store(1, memory_order_relaxed);
        w.x.store(2, memory_order_relaxed);
      });
}

// A locked instruction empties the buffer. (An exchange whose result nobody wants becomes a plain mov with clang.)
void sb_tso_locked(Check& check) {
  test_on(
      SimulatedMemory::kTso, check, kOneSees, two,
      [](World4& w) {
        w.x.fetch_add(1, memory_order_relaxed);
        w.r[0] = w.y.load(memory_order_relaxed);
      },
      [](World4& w) {
        w.y.fetch_add(1, memory_order_relaxed);
        w.r[1] = w.x.load(memory_order_relaxed);
      });
}

constexpr lab::Step kSteps[] = {
    {"mp-tso", message_passing<SimulatedMemory::kTso>},
    {"mp-sc", message_passing<SimulatedMemory::kSc>},
    {"sb-tso", sb_tso},
    {"sb-tso-seq-cst", sb_tso_seq_cst},
    {"sb-tso-fences", sb_tso_fences},
    {"sb-tso-locked", sb_tso_locked},
    {"sb-sc", sb_sc},
    {"forwarding-tso", forwarding_tso},
    {"2+2w-tso", two_writes_tso},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
