// A right sequence lock for each thread, and everything of all threads side by side, kind by kind, as one would draw a
// table. Nothing is shared, and every update still takes the line from the other thread (false sharing). People write
// it because arrays of numbers are how statistics are printed. Caught by counting the lines that cross (transfers per
// update).
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
    const std::uint64_t version = versions_[thread].load(std::memory_order_relaxed);  // ours: nobody else writes it
    versions_[thread].store(version + 1, std::memory_order_relaxed);  // odd; ordered by the counters' release stores
    for (std::size_t i = 0; i < Kinds; ++i) {
      const std::uint64_t before = counts_[i][thread].load(std::memory_order_relaxed);  // ours
      // Partner: the acquire load in try_read(). Whoever reads this sees the odd version, or a later one.
      counts_[i][thread].store(before + more[i], std::memory_order_release);
    }
    versions_[thread].store(version + 2, std::memory_order_release);  // partner: the first acquire load in try_read()
  }

  bool try_read(std::size_t thread, Counts& out) const noexcept {
    // Partner: the release store at the end of add(). Whoever sees this version sees all counters of it, or later ones.
    const std::uint64_t before = versions_[thread].load(std::memory_order_acquire);
    if (before % 2 != 0) return false;
    Counts seen;
    // Partners: the counters' release stores in add().
    for (std::size_t i = 0; i < Kinds; ++i) seen[i] = counts_[i][thread].load(std::memory_order_acquire);
    if (versions_[thread].load(std::memory_order_relaxed) != before) return false;
    out = seen;
    return true;
  }

 private:
  std::atomic<std::uint64_t> versions_[Threads]{};  // odd while that thread's counters are being changed
  std::atomic<std::uint64_t> counts_[Kinds][Threads]{};
};
