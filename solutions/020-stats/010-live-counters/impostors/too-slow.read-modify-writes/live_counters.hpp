// On lines of its own, and with fetch_add: five locked instructions for each update, each of which waits until all
// stores before it are done. Nobody else ever writes these numbers; a load, an addition and a store would do. People
// write it because "atomic counter" and fetch_add are the same word to many. Caught by the clock (updates while nobody
// reads).
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
    own.version.fetch_add(1, std::memory_order_acq_rel);
    for (std::size_t i = 0; i < Kinds; ++i) own.counts[i].fetch_add(more[i], std::memory_order_acq_rel);
    own.version.fetch_add(1, std::memory_order_acq_rel);
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
};
