// A sequence lock with relaxed counters between two fences: the way it is mostly written, the Linux kernel's included.
// One fence keeps the odd version in front of all counters, and one keeps all counters in front of the second look, so
// that on ARM each side pays once and not once for each counter. On x86 neither is an instruction, and the two ways are
// the same program.
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
    own.version.store(version + 1, std::memory_order_relaxed);
    // Partner: the acquire fence in try_read(). Whoever reads a counter stored below sees the odd version, or a later
    // one.
    std::atomic_thread_fence(std::memory_order_release);
    for (std::size_t i = 0; i < Kinds; ++i) {
      const std::uint64_t before = own.counts[i].load(std::memory_order_relaxed);  // ours
      own.counts[i].store(before + more[i], std::memory_order_relaxed);
    }
    own.version.store(version + 2, std::memory_order_release);  // partner: the first acquire load in try_read()
  }

  bool try_read(std::size_t thread, Counts& out) const noexcept {
    const Own& own = owns_[thread];
    // Partner: the release store at the end of add(). Whoever sees this version sees all counters of it, or later ones.
    const std::uint64_t before = own.version.load(std::memory_order_acquire);
    if (before % 2 != 0) return false;
    Counts seen;
    for (std::size_t i = 0; i < Kinds; ++i) seen[i] = own.counts[i].load(std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_acquire);  // partner: the release fence in add()
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
