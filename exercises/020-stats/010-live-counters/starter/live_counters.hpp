// Counters that threads keep while they work, and that others can read meanwhile.
//
// It compiles, counts nothing, and never has an answer. The places to fill in are marked TODO(you);
// `lab grade stats/live-counters` tells you what to look at first. Everything between the includes and the end of the
// file is yours to change, as long as the public interface stays.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

// Counters of `Kinds` kinds (packets, bytes, drops, …) for each of `Threads` threads. All begin at 0.
template <std::size_t Threads, std::size_t Kinds>
class LiveCounters {
 public:
  using Counts = std::array<std::uint64_t, Kinds>;

  LiveCounters() = default;
  LiveCounters(const LiveCounters&) = delete;
  LiveCounters& operator=(const LiveCounters&) = delete;

  // --- the hot path: called by thread number `thread` itself, and by no other ---

  // Adds more[0] to the thread's first counter, more[1] to its second, and so on.
  // TODO(you): a reader may look at any moment, also in the middle of this. How will it know?
  void add(std::size_t thread, const Counts& more) noexcept {
    static_cast<void>(thread);
    static_cast<void>(more);
  }

  // --- called by any thread, also by several at once ---

  // All counters of a thread, as they were between two of its updates. False when an update came in between: `out` is
  // then untouched, and the caller may try again.
  // TODO(you): read them so that nothing of this costs the thread that counts.
  bool try_read(std::size_t thread, Counts& out) const noexcept {
    static_cast<void>(thread);
    static_cast<void>(out);
    return false;
  }

 private:
  // TODO(you): what does each thread need, and on which cache lines does it lie?
};
