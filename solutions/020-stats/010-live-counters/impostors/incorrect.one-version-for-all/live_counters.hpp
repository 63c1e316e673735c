// One version for all threads, which whoever counts makes odd with a compare-and-exchange: a lock by another name.
// Threads that have nothing to do with each other wait for one another, and when one is stopped in the middle, all of
// them are. People write it to get a snapshot of all threads at one moment. Caught by stopping a thread in the middle
// of an update (step stopped-writer: another thread's update does not return), and by reading one thread's counters
// while another counts (step neighbours).
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
    std::uint64_t version = version_.load(std::memory_order_relaxed) & ~std::uint64_t{1};
    while (!version_.compare_exchange_weak(version, version + 1, std::memory_order_acquire))
      version &= ~std::uint64_t{1};
    for (std::size_t i = 0; i < Kinds; ++i) {
      const std::uint64_t before = own.counts[i].load(std::memory_order_relaxed);  // ours
      // Partner: the acquire load in try_read(). Whoever reads this sees the odd version, or a later one.
      own.counts[i].store(before + more[i], std::memory_order_release);
    }
    version_.store(version + 2, std::memory_order_release);
  }

  bool try_read(std::size_t thread, Counts& out) const noexcept {
    const Own& own = owns_[thread];
    // Partner: the release store at the end of add(). Whoever sees this version sees all counters of it, or later ones.
    const std::uint64_t before = version_.load(std::memory_order_acquire);
    if (before % 2 != 0) return false;
    Counts seen;
    // Partners: the counters' release stores in add().
    for (std::size_t i = 0; i < Kinds; ++i) seen[i] = own.counts[i].load(std::memory_order_acquire);
    if (version_.load(std::memory_order_relaxed) != before) return false;
    out = seen;
    return true;
  }

 private:
  // Two lines of 64 bytes: Intel's adjacent-line prefetcher fetches lines in pairs (Optimization Reference Manual,
  // "Data Prefetching"), so that neighbours disturb each other as if they were one.
  struct alignas(128) Own {
    std::atomic<std::uint64_t> counts[Kinds]{};
  };

  alignas(128) std::atomic<std::uint64_t> version_{0};  // odd while anybody counts
  Own owns_[Threads];
};
