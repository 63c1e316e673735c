// Threads that use one ring in rounds, with a meeting between them, so that it is known what each call has to answer.
#pragma once

#include <atomic>

#include "played.hpp"

namespace mpmc {

// Where `threads` threads meet. Everything that happened before a meeting is known to all after it.
class Meeting {
 public:
  explicit Meeting(std::uint32_t threads) : threads_(threads) {}
  void join(const Check& check) {
    const std::uint32_t round = round_.load(std::memory_order_acquire);
    // Partner of this acq_rel: the same line in the other threads; of the release: the acquire loads of round_.
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
      arrived_.store(0, std::memory_order_relaxed);
      round_.store(round + 1, std::memory_order_release);
      return;
    }
    constexpr std::uint32_t kLooksAtOnce = 1000;  // some microseconds: then all set out together
    for (std::uint32_t looks = 0; round_.load(std::memory_order_acquire) == round && !check.stopped(); ++looks) {
      if (looks > kLooksAtOnce) lab::let_others_run();
    }
  }

 private:
  const std::uint32_t threads_;
  std::atomic<std::uint32_t> arrived_{0};
  std::atomic<std::uint32_t> round_{0};
};

// All threads push at once, as many as there are slots between them: there is room for each of these calls, so none may
// be refused. Then all pop at once what is there. A call that has lost a race against another one has to try again
// itself.
template <std::size_t N, std::size_t Threads>
void push_and_pop_in_rounds(Check& check, int rounds) {
  constexpr std::size_t kEach = N / Threads;
  static_assert(kEach * Threads == N);
  auto* const ring = new MpmcRing<Item, N>;
  Meeting meeting(Threads);
  auto part = [&] {
    for (int round = 0; round < rounds && !check.stopped(); ++round) {
      meeting.join(check);
      for (std::size_t i = 0; i < kEach; ++i) {
        check.expect(ring->try_push(Item{i}),
                     "A push was refused, when {} threads together push {} items into an empty ring of {}: for each of "
                     "them a slot is free. One that loses a race has to try again itself.",
                     Threads, N, N);
      }
      meeting.join(check);
      for (std::size_t i = 0; i < kEach; ++i) {
        Item out{kMark};
        check.expect(ring->try_pop(out),
                     "A pop was refused, when {} threads together pop {} items from a ring that holds {}: for each of "
                     "them an item is there. One that loses a race has to try again itself.",
                     Threads, N, N);
      }
    }
  };
  if constexpr (Threads == 2) {
    lab::run_together(check, part, part);
  } else {
    lab::run_together(check, part, part, part, part);
  }
  delete ring;
}

inline void never_refused(Check& check) {
  check.scene("2 threads, and MpmcRing<Item, 2> ring;");
  push_and_pop_in_rounds<2, 2>(check, 20'000);
  check.scene("2 threads, and MpmcRing<Item, 1024> ring;  // as in the benchmark");
  push_and_pop_in_rounds<kBenchmarkCapacity, 2>(check, 200);
  check.scene("4 threads, and MpmcRing<Item, 4> ring;");
  push_and_pop_in_rounds<4, 4>(check, 1000);
}

// One call at a time, each by another thread than the one before: whatever a ring keeps for each thread, the order is
// that of the calls.
inline void taking_turns(Check& check) {
  constexpr std::uint64_t kThreads = 3;
  constexpr std::uint64_t kCalls = 300;
  Played ring(check, ring_of<Item, 4>);
  check.scene("3 threads take turns, one call at a time. MpmcRing<Item, 4> ring;");
  std::atomic<std::uint64_t> turn{0};
  lab::Random random(4);  // used by whoever has the turn
  auto part = [&](std::uint64_t me) {
    while (!check.stopped()) {
      const std::uint64_t now = turn.load(std::memory_order_acquire);  // partner: the release store below
      if (now == kCalls) return;
      if (now % kThreads != me) {
        lab::let_others_run();
        continue;
      }
      if (random.below(2) == 0) {
        ring.try_push();
      } else {
        ring.try_pop();
      }
      turn.store(now + 1, std::memory_order_release);  // partner: the acquire load above
    }
  };
  lab::run_together(
      check, [&] { part(0); }, [&] { part(1); }, [&] { part(2); });
}

}  // namespace mpmc
