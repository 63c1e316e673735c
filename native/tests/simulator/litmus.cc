// The classic litmus tests with each order. Names and verdicts: Alglave, Maranget and Tautschnig, "Herding Cats"
// (TOPLAS 2014) for the shapes; Lahav et al., "Repairing Sequential Consistency in C/C++11" (PLDI 2017) for what C++
// allows.
#include "litmus.hpp"

namespace {

using namespace litmus;
using lab::Check;

// --- message passing: x is the message, y the flag ---

template <std::memory_order Store, std::memory_order Load, int N>
void message_passing(Check& check, const int (&allowed)[N]) {
  test(
      check, allowed, two,
      [](World4& w) {
        w.x.store(1, memory_order_relaxed);
        w.y.store(1, Store);
      },
      [](World4& w) {
        w.r[0] = w.y.load(Load);
        w.r[1] = w.x.load(memory_order_relaxed);
      });
}
constexpr int kOrdered[] = {0, 1, 11};
constexpr int kAny[] = {0, 1, 10, 11};
void mp_release_acquire(Check& check) { message_passing<memory_order_release, memory_order_acquire>(check, kOrdered); }
void mp_seq_cst(Check& check) { message_passing<memory_order_seq_cst, memory_order_seq_cst>(check, kOrdered); }
void mp_relaxed_acquire(Check& check) { message_passing<memory_order_relaxed, memory_order_acquire>(check, kAny); }
void mp_release_relaxed(Check& check) { message_passing<memory_order_release, memory_order_relaxed>(check, kAny); }
void mp_relaxed(Check& check) { message_passing<memory_order_relaxed, memory_order_relaxed>(check, kAny); }

template <std::memory_order First, std::memory_order Second, int N>
void fenced_message(Check& check, const int (&allowed)[N]) {
  test(
      check, allowed, two,
      [](World4& w) {
        w.x.store(1, memory_order_relaxed);
        std::atomic_thread_fence(First);
        w.y.store(1, memory_order_relaxed);
      },
      [](World4& w) {
        w.r[0] = w.y.load(memory_order_relaxed);
        std::atomic_thread_fence(Second);
        w.r[1] = w.x.load(memory_order_relaxed);
      });
}
void mp_fences(Check& check) { fenced_message<memory_order_release, memory_order_acquire>(check, kOrdered); }
void mp_fences_seq_cst(Check& check) { fenced_message<memory_order_seq_cst, memory_order_seq_cst>(check, kOrdered); }
void mp_fences_wrong_way(Check& check) { fenced_message<memory_order_acquire, memory_order_release>(check, kAny); }

// A seq_cst store and load order nothing for a flag that is relaxed: S may have them the other way round.
void mp_seq_cst_message(Check& check) {
  test(
      check, kAny, two,
      [](World4& w) {
        w.x.store(1, memory_order_seq_cst);
        w.y.store(1, memory_order_relaxed);
      },
      [](World4& w) {
        w.r[0] = w.y.load(memory_order_relaxed);
        w.r[1] = w.x.load(memory_order_seq_cst);
      });
}
// The same with a fence before the load: the fence is not before the store in S either.
void mp_seq_cst_store_and_fence(Check& check) {
  test(
      check, kAny, two,
      [](World4& w) {
        w.x.store(1, memory_order_seq_cst);
        w.y.store(1, memory_order_relaxed);
      },
      [](World4& w) {
        w.r[0] = w.y.load(memory_order_relaxed);
        std::atomic_thread_fence(memory_order_seq_cst);
        w.r[1] = w.x.load(memory_order_relaxed);
      });
}

// --- store buffering: Dekker's handshake ---

template <std::memory_order Store, std::memory_order Load, int N>
void store_buffering(Check& check, const int (&allowed)[N]) {
  test(
      check, allowed, two,
      [](World4& w) {
        w.x.store(1, Store);
        w.r[0] = w.y.load(Load);
      },
      [](World4& w) {
        w.y.store(1, Store);
        w.r[1] = w.x.load(Load);
      });
}
constexpr int kOneSees[] = {1, 10, 11};
void sb_seq_cst(Check& check) { store_buffering<memory_order_seq_cst, memory_order_seq_cst>(check, kOneSees); }
void sb_release_acquire(Check& check) { store_buffering<memory_order_release, memory_order_acquire>(check, kAny); }
void sb_relaxed(Check& check) { store_buffering<memory_order_relaxed, memory_order_relaxed>(check, kAny); }
void sb_seq_cst_stores(Check& check) { store_buffering<memory_order_seq_cst, memory_order_acquire>(check, kAny); }
void sb_seq_cst_loads(Check& check) { store_buffering<memory_order_release, memory_order_seq_cst>(check, kAny); }

template <std::memory_order One, std::memory_order Other, int N>
void fenced_buffering(Check& check, const int (&allowed)[N]) {
  test(
      check, allowed, two,
      [](World4& w) {
        w.x.store(1, memory_order_relaxed);
        std::atomic_thread_fence(One);
        w.r[0] = w.y.load(memory_order_relaxed);
      },
      [](World4& w) {
        w.y.store(1, memory_order_relaxed);
        std::atomic_thread_fence(Other);
        w.r[1] = w.x.load(memory_order_relaxed);
      });
}
void sb_fences(Check& check) { fenced_buffering<memory_order_seq_cst, memory_order_seq_cst>(check, kOneSees); }
void sb_one_fence(Check& check) { fenced_buffering<memory_order_seq_cst, memory_order_acq_rel>(check, kAny); }
void sb_acq_rel_fences(Check& check) { fenced_buffering<memory_order_acq_rel, memory_order_acq_rel>(check, kAny); }

// One side with a fence, the other with seq_cst operations: C++20 orders them, C++17 did not.
void sb_fence_and_seq_cst(Check& check) {
  test(
      check, kOneSees, two,
      [](World4& w) {
        w.x.store(1, memory_order_seq_cst);
        w.r[0] = w.y.load(memory_order_seq_cst);
      },
      [](World4& w) {
        w.y.store(1, memory_order_relaxed);
        std::atomic_thread_fence(memory_order_seq_cst);
        w.r[1] = w.x.load(memory_order_relaxed);
      });
}

// Read-modify-writes instead of stores order nothing by themselves.
void sb_exchange(Check& check) {
  test(
      check, kAny, two,
      [](World4& w) {
        w.x.exchange(1, memory_order_acq_rel);
        w.r[0] = w.y.load(memory_order_acquire);
      },
      [](World4& w) {
        w.y.exchange(1, memory_order_acq_rel);
        w.r[1] = w.x.load(memory_order_acquire);
      });
}

// --- load buffering: both would have to see the future. The model leaves it out ---

template <std::memory_order Load, std::memory_order Store>
void load_buffering(Check& check) {
  constexpr int kNotBoth[] = {0, 1, 10};
  test(
      check, kNotBoth, two,
      [](World4& w) {
        w.r[0] = w.x.load(Load);
        w.y.store(1, Store);
      },
      [](World4& w) {
        w.r[1] = w.y.load(Load);
        w.x.store(1, Store);
      });
}

constexpr lab::Step kSteps[] = {
    {"mp-release-acquire", mp_release_acquire},
    {"mp-seq-cst", mp_seq_cst},
    {"mp-relaxed-acquire", mp_relaxed_acquire},
    {"mp-release-relaxed", mp_release_relaxed},
    {"mp-relaxed", mp_relaxed},
    {"mp-fences", mp_fences},
    {"mp-fences-seq-cst", mp_fences_seq_cst},
    {"mp-fences-the-wrong-way", mp_fences_wrong_way},
    {"mp-of-a-seq-cst-message", mp_seq_cst_message},
    {"mp-seq-cst-store-and-fence", mp_seq_cst_store_and_fence},
    {"sb-seq-cst", sb_seq_cst},
    {"sb-release-acquire", sb_release_acquire},
    {"sb-relaxed", sb_relaxed},
    {"sb-seq-cst-stores-only", sb_seq_cst_stores},
    {"sb-seq-cst-loads-only", sb_seq_cst_loads},
    {"sb-fences", sb_fences},
    {"sb-one-fence", sb_one_fence},
    {"sb-acq-rel-fences", sb_acq_rel_fences},
    {"sb-fence-and-seq-cst", sb_fence_and_seq_cst},
    {"sb-exchange", sb_exchange},
    {"lb-relaxed", load_buffering<memory_order_relaxed, memory_order_relaxed>},
    {"lb-acquire-release", load_buffering<memory_order_acquire, memory_order_release>},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
