// Every counter is atomic, and that is all: each number is right for itself, and packets and bytes are those of
// different moments. An average made of them is one that never was. People write it because "it is only statistics".
// Caught by reading while a thread is stopped in the middle of an update (step stopped-writer), and under load (step
// never-torn).
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
    for (std::size_t i = 0; i < Kinds; ++i) {
      const std::uint64_t before = own.counts[i].load(std::memory_order_relaxed);  // ours
      // Partner: the acquire load in try_read(). Whoever reads this sees the odd version, or a later one.
      own.counts[i].store(before + more[i], std::memory_order_release);
    }
  }

  bool try_read(std::size_t thread, Counts& out) const noexcept {
    const Own& own = owns_[thread];
    Counts seen;
    // Partners: the counters' release stores in add().
    for (std::size_t i = 0; i < Kinds; ++i) seen[i] = own.counts[i].load(std::memory_order_acquire);
    out = seen;
    return true;
  }

 private:
  // Two lines of 64 bytes: Intel's adjacent-line prefetcher fetches lines in pairs (Optimization Reference Manual,
  // "Data Prefetching"), so that neighbours disturb each other as if they were one.
  struct alignas(128) Own {
    std::atomic<std::uint64_t> counts[Kinds]{};
  };

  Own owns_[Threads];
};
