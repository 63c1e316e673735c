// Updates are collected in ordinary integers and published sixteen at a time: hardly any stores that anybody could see.
// But what has been counted must be there: a thread that goes idle leaves up to fifteen updates behind, and a report
// that is taken after the last packet does not know of it. People write it because batching helps everywhere else.
// Caught by the first update (step first-update).
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
    for (std::size_t i = 0; i < Kinds; ++i) own.waiting[i] += more[i];
    if (++own.updates % 16 != 0) return;
    const std::uint64_t version = own.version.load(std::memory_order_relaxed);
    own.version.store(version + 1, std::memory_order_relaxed);
    for (std::size_t i = 0; i < Kinds; ++i) own.counts[i].store(own.waiting[i], std::memory_order_release);
    own.version.store(version + 2, std::memory_order_release);
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
    std::uint64_t waiting[Kinds]{};
    std::uint64_t updates = 0;
  };

  Own owns_[Threads];
};
