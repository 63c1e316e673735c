// A sequence lock around ordinary integers. What was read in the middle of an update is thrown away, but it has been
// read: a data race, after which the compiler owes nothing to anybody. It may read a counter twice, or after the second
// look. People write it because the version "protects" the numbers, as in the kernel, which brings a memory model of
// its own. Caught by the thread sanitizer (step race-one-reader).
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
      own.counts[i] += more[i];
    }
    own.version.store(version + 2, std::memory_order_release);  // partner: the first acquire load in try_read()
  }

  bool try_read(std::size_t thread, Counts& out) const noexcept {
    const Own& own = owns_[thread];
    // Partner: the release store at the end of add(). Whoever sees this version sees all counters of it, or later ones.
    const std::uint64_t before = own.version.load(std::memory_order_acquire);
    if (before % 2 != 0) return false;
    Counts seen;
    for (std::size_t i = 0; i < Kinds; ++i) seen[i] = own.counts[i];
    if (own.version.load(std::memory_order_relaxed) != before) return false;
    out = seen;
    return true;
  }

 private:
  // Two lines of 64 bytes: Intel's adjacent-line prefetcher fetches lines in pairs (Optimization Reference Manual,
  // "Data Prefetching"), so that neighbours disturb each other as if they were one.
  struct alignas(128) Own {
    std::atomic<std::uint64_t> version{0};  // odd while the counters are being changed
    std::uint64_t counts[Kinds]{};
  };

  Own owns_[Threads];
};
