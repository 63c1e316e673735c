// Two copies of the counters, and a version that says which one is finished (the Linux kernel's "latch"): while one is
// being changed, readers are sent to the other. A reader finds an answer even when the thread that counts stands still
// in the middle of an update, and only fails when a whole update went by while it looked. The price: every number is
// stored twice, and the hot path has twice as much to do.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

template <std::size_t Threads, std::size_t Kinds>
class LiveCounters {
 public:
  using Counts = std::array<std::uint64_t, Kinds>;

  LiveCounters() = default;
  LiveCounters(const LiveCounters&) = delete;
  LiveCounters& operator=(const LiveCounters&) = delete;

  void add(std::size_t thread, const Counts& more) noexcept {
    Own& own = owns_[thread];
    const std::uint64_t version = own.version.load(std::memory_order_relaxed);  // ours: nobody else writes it
    // Odd: readers use copy 1, which the last update has left finished. Partner: the first load in try_read().
    own.version.store(version + 1, std::memory_order_release);
    add_to(own.copies[0], more);
    own.version.store(version + 2, std::memory_order_release);  // even: readers use copy 0
    add_to(own.copies[1], more);
  }

  bool try_read(std::size_t thread, Counts& out) const noexcept {
    const Own& own = owns_[thread];
    // Partner: the release stores in add(). Whoever sees this version sees all of the copy that it stands for.
    const std::uint64_t before = own.version.load(std::memory_order_acquire);
    Counts seen;
    // Partners: the release stores in add_to().
    for (std::size_t i = 0; i < Kinds; ++i) seen[i] = own.copies[before % 2][i].load(std::memory_order_acquire);
    if (own.version.load(std::memory_order_relaxed) != before) return false;
    out = seen;
    return true;
  }

 private:
  static void add_to(std::atomic<std::uint64_t> (&copy)[Kinds], const Counts& more) noexcept {
    for (std::size_t i = 0; i < Kinds; ++i) {
      const std::uint64_t before = copy[i].load(std::memory_order_relaxed);  // ours
      // Partner: the acquire load in try_read(). Whoever reads this sees the version that was stored before, or a
      // later one.
      copy[i].store(before + more[i], std::memory_order_release);
    }
  }

  // Two lines of 64 bytes: Intel's adjacent-line prefetcher fetches lines in pairs (Optimization Reference Manual,
  // "Data Prefetching"), so that neighbours disturb each other as if they were one.
  struct alignas(128) Own {
    std::atomic<std::uint64_t> version{0};  // odd while copy 0 is being changed
    std::atomic<std::uint64_t> copies[2][Kinds]{};
  };

  Own owns_[Threads];
};
