// A thread that counts, and others that look at its counters meanwhile. What the counters hold after any number of
// updates is known, so that every snapshot can be told to be one of these states, or torn.
//
// Between the threads there is nothing but the counters: all that they share here is relaxed, so that the thread
// sanitizer sees no order except the one that the counters make.
#pragma once

#include "contract.hpp"
#include "lab/check.hpp"

namespace stats {

using lab::Check;

inline std::uint64_t look(const std::uint64_t& at) { return __atomic_load_n(&at, __ATOMIC_RELAXED); }
inline void put(std::uint64_t& at, std::uint64_t value) { __atomic_store_n(&at, value, __ATOMIC_RELAXED); }

// Update number i (from 0) adds 1 to the first counter and i * (i + k) to the k-th after it: each sum has a closed
// form, and no two counters ever agree on another number of updates.
template <std::size_t Kinds>
struct Updates {
  using Counts = std::array<std::uint64_t, Kinds>;

  static Counts number(std::uint64_t i) {
    Counts more;
    more[0] = 1;
    for (std::size_t k = 1; k < Kinds; ++k) more[k] = i * (i + k);
    return more;
  }
  static Counts sum(std::uint64_t n) {
    Counts sums;
    for (std::size_t k = 0; k < Kinds; ++k) sums[k] = sum_of(k, n);
    return sums;
  }
  // What counter k comes to after n updates.
  static std::uint64_t sum_of(std::size_t k, std::uint64_t n) {
    if (k == 0 || n == 0) return n;
    using Wide = unsigned __int128;  // the divisions are exact, and what is then cut off is cut off in the sums as well
    const auto linear = static_cast<std::uint64_t>(Wide{n} * (n - 1) / 2);
    const auto squares = static_cast<std::uint64_t>(Wide{n} * (n - 1) * (2 * Wide{n} - 1) / 6);
    return squares + k * linear;
  }
};

// What one reader has seen of one thread's counters so far.
template <std::size_t Kinds>
class View {
 public:
  using Counts = std::array<std::uint64_t, Kinds>;

  // Holds a snapshot against what is possible. `at_least` updates had returned before the read began.
  void hold(Check& check, const Counts& seen, std::uint64_t at_least) {
    const Counts should = Updates<Kinds>::sum(seen[0]);
    for (std::size_t k = 1; k < Kinds; ++k) {
      check.expect(seen[k] == should[k],
                   "A torn snapshot: the first counter is that of {} updates, and counter {} is not: {} instead of {}.",
                   seen[0], k + 1, seen[k], should[k]);
    }
    check.expect(seen[0] >= last_, "A snapshot is older than the one before: {} updates after {}.", seen[0], last_);
    check.expect(seen[0] >= at_least,
                 "A snapshot shows {} updates, when {} had returned already: an update must be there at once.", seen[0],
                 at_least);
    last_ = seen[0];
  }

  // The same for a reader in a hurry, which has to spend its time reading: one that was stopped in the middle has old
  // counters at one end, and new ones at the other.
  void hold_quickly(Check& check, const Counts& seen) {
    if (seen[Kinds - 1] != Updates<Kinds>::sum_of(Kinds - 1, seen[0]) || seen[0] < last_) [[unlikely]]
      hold(check, seen, 0);
    last_ = seen[0];
  }

 private:
  std::uint64_t last_ = 0;
};

// Writers count each for itself; readers look at all of them, until all have finished.
template <std::size_t Threads, std::size_t Kinds>
class Watching {
 public:
  Watching(Check& check, std::uint64_t updates, std::size_t readers, bool told)
      : check_(check), updates_(updates), readers_(readers), told_(told) {}

  void run(bool one_cpu = false) {
    constexpr std::size_t kMost = 8;  // that run_parts() takes
    Part context[kMost];
    lab::ThreadPart parts[kMost];
    for (std::size_t i = 0; i < Threads + readers_; ++i) {
      context[i] = {this, i};
      parts[i] = {[](void* part) { static_cast<Part*>(part)->run(); }, &context[i]};
    }
    lab::run_parts(check_, std::span(parts, Threads + readers_), one_cpu);
    for (std::size_t thread = 0; thread < Threads; ++thread) {
      std::array<std::uint64_t, Kinds> seen{};
      check_.expect(counters_.try_read(thread, seen),
                    "All threads have ended, and counters.try_read({}, out) is false.", thread);
      View<Kinds>().hold(check_, seen, updates_);
    }
  }

 private:
  struct Part {
    Watching* watching;
    std::size_t number;
    void run() { number < Threads ? watching->count(number) : watching->watch(); }
  };

  void count(std::size_t thread) {
    for (std::uint64_t i = 0; i < updates_ && !check_.stopped(); ++i) {
      if (told_) check_.doing("counters.add({}, update {})", thread, i);
      counters_.add(thread, Updates<Kinds>::number(i));
      if (told_) check_.got("");
    }
    put(finished_[thread].value, 1);
  }

  void watch() {
    View<Kinds> views[Threads];
    std::array<std::uint64_t, Kinds> seen{};
    for (bool all_finished = false; !all_finished && !check_.stopped();) {
      all_finished = true;
      for (std::size_t thread = 0; thread < Threads; ++thread) {
        all_finished &= look(finished_[thread].value) != 0;
        if (told_) check_.doing("counters.try_read({}, out)", thread);
        const bool read = counters_.try_read(thread, seen);
        if (told_) check_.got(" -> {b}", read);
        if (read) views[thread].hold(check_, seen, 0);
      }
      if (++looks_ % kLooksPerTurn == 0) lab::let_others_run();
    }
  }

  static constexpr std::uint64_t kLooksPerTurn = 64;
  struct alignas(128) Flag {
    std::uint64_t value = 0;
  };

  Check& check_;
  const std::uint64_t updates_;
  const std::size_t readers_;
  const bool told_;
  static inline thread_local std::uint64_t looks_ = 0;
  Flag finished_[Threads];
  LiveCounters<Threads, Kinds> counters_;
};

template <std::size_t Threads, std::size_t Kinds>
void watch(Check& check, std::uint64_t updates, std::size_t readers, bool told, bool one_cpu = false) {
  check.scene("LiveCounters<{}, {}> counters;  // each thread counts, and {} others read", Threads, Kinds, readers);
  auto* const watching = new Watching<Threads, Kinds>(check, updates, readers, told);
  watching->run(one_cpu);
  delete watching;
}

}  // namespace stats
