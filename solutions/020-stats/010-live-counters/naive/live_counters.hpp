// The honest slow way: an array of atomic counters for each kind, one element for each thread, and fetch_add on all of
// them. Snapshots are right. But the threads' counters lie side by side, so that every update takes the line from the
// other threads, and each of its steps is a read-modify-write with the strictest order, although nobody else ever
// writes there.
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
    versions_[thread].fetch_add(1);
    for (std::size_t i = 0; i < Kinds; ++i) counts_[i][thread].fetch_add(more[i]);
    versions_[thread].fetch_add(1);
  }

  bool try_read(std::size_t thread, Counts& out) const noexcept {
    const std::uint64_t before = versions_[thread].load();
    if (before % 2 != 0) return false;
    Counts seen;
    for (std::size_t i = 0; i < Kinds; ++i) seen[i] = counts_[i][thread].load();
    if (versions_[thread].load() != before) return false;
    out = seen;
    return true;
  }

 private:
  std::atomic<std::uint64_t> versions_[Threads]{};  // odd while that thread's counters are being changed
  std::atomic<std::uint64_t> counts_[Kinds][Threads]{};
};
