// The counters are thread_local, which is what "a counter for each thread" sounds like. They are found by the thread
// that calls, and not by the number that it was asked for: a reader finds its own. And all objects of the type share
// them. People write it because thread_local is the fastest per-thread storage there is. Caught by the first read (step
// first-update).
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
    static_cast<void>(thread);
    Own& own = own_;
    const std::uint64_t version = own.version.load(std::memory_order_relaxed);  // ours: nobody else writes it
    own.version.store(version + 1, std::memory_order_relaxed);  // odd; ordered by the counters' release stores
    for (std::size_t i = 0; i < Kinds; ++i) {
      const std::uint64_t before = own.counts[i].load(std::memory_order_relaxed);  // ours
      // Partner: the acquire load in try_read(). Whoever reads this sees the odd version, or a later one.
      own.counts[i].store(before + more[i], std::memory_order_release);
    }
    own.version.store(version + 2, std::memory_order_release);  // partner: the first acquire load in try_read()
  }

  bool try_read(std::size_t thread, Counts& out) const noexcept {
    static_cast<void>(thread);
    const Own& own = own_;
    // Partner: the release store at the end of add(). Whoever sees this version sees all counters of it, or later ones.
    const std::uint64_t before = own.version.load(std::memory_order_acquire);
    if (before % 2 != 0) return false;
    Counts seen;
    // Partners: the counters' release stores in add().
    for (std::size_t i = 0; i < Kinds; ++i) seen[i] = own.counts[i].load(std::memory_order_acquire);
    if (own.version.load(std::memory_order_relaxed) != before) return false;
    out = seen;
    return true;
  }

 private:
  // Two lines of 64 bytes: Intel's adjacent-line prefetcher fetches lines in pairs (Optimization Reference Manual,
  // "Data Prefetching"), so that neighbours disturb each other as if they were one.
  struct alignas(128) Own {
    std::atomic<std::uint64_t> version{0};  // odd while the counters are being changed
    std::atomic<std::uint64_t> counts[Kinds]{};
  };

  inline static thread_local Own own_;
};
