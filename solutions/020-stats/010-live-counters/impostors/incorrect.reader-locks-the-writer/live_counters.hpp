// A spin lock for each thread, taken by the thread that counts and by whoever reads: "nobody ever waits", since readers
// are rare and quick. Then a reader is stopped while it holds the lock, by the scheduler or a page fault, and the
// thread that handles packets spins until it comes back. Also the lock costs a locked instruction for each update,
// reader or not. People write it because an uncontended lock is cheap. Caught by stopping a reader in the middle (step
// stopped-reader: the next update does not return).
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
    own.lock();
    for (std::size_t i = 0; i < Kinds; ++i) own.counts[i] += more[i];
    own.unlock();
  }

  bool try_read(std::size_t thread, Counts& out) const noexcept {
    Own& own = owns_[thread];
    own.lock();
    for (std::size_t i = 0; i < Kinds; ++i) out[i] = own.counts[i];
    own.unlock();
    return true;
  }

 private:
  // Two lines of 64 bytes: Intel's adjacent-line prefetcher fetches lines in pairs (Optimization Reference Manual,
  // "Data Prefetching"), so that neighbours disturb each other as if they were one.
  struct alignas(128) Own {
    void lock() noexcept {
      while (locked.exchange(true, std::memory_order_acquire)) {  // partner: the release store in unlock()
      }
    }
    void unlock() noexcept { locked.store(false, std::memory_order_release); }

    std::atomic<bool> locked{false};
    std::uint64_t counts[Kinds]{};
  };

  mutable Own owns_[Threads];
};
