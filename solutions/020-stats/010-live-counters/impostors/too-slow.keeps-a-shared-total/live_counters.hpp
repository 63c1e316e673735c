// Every thread has counters of its own, on lines of its own, and each update also adds to a total that all share, so
// that the sum over all threads is one load. That load is made once a second, and paid for with a line that crosses at
// every update. People write it because reading has to be fast, too. Caught by counting the lines that cross (transfers
// per update).
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
    own.version.store(version + 1, std::memory_order_relaxed);  // odd; ordered by the counters' release stores
    for (std::size_t i = 0; i < Kinds; ++i) {
      const std::uint64_t before = own.counts[i].load(std::memory_order_relaxed);  // ours
      // Partner: the acquire load in try_read(). Whoever reads this sees the odd version, or a later one.
      own.counts[i].store(before + more[i], std::memory_order_release);
    }
    own.version.store(version + 2, std::memory_order_release);  // partner: the first acquire load in try_read()
    total_.fetch_add(more[0], std::memory_order_relaxed);
  }

  bool try_read(std::size_t thread, Counts& out) const noexcept {
    const Own& own = owns_[thread];
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

  Own owns_[Threads];
  alignas(128) std::atomic<std::uint64_t> total_{0};
};
