// Counters that threads keep for themselves, and that anybody can read while they count: a sequence lock for each
// thread, whose writer never waits and never reads a line that others write.
//
// The problem: a thread that handles ten million packets a second has no time for its statistics. A shared counter
// costs it a cache line that all threads fight over; a counter of its own that it changes with fetch_add costs a locked
// instruction that nobody needs, since nobody else writes there. And what belongs together (packets and their bytes)
// has to be read together: three counters that are right one by one make a wrong average.
//
//  1. Each thread's counters lie on lines of their own. As long as nobody reads, nothing crosses between the cores.
//  2. One writer for each number: an update is a load, an addition and a store. No read-modify-write.
//  3. In front of the counters stands a number that is odd while they are being changed. A reader takes the number,
//     the counters and the number again, and throws away what it has read if the number was odd or has changed. All the
//     work of agreeing is the reader's, and happens when somebody looks.
//  4. The orders (Boehm, "Can seqlocks get along with programming language memory models?", MSPC 2012):
//     - a counter's release store keeps the odd number in front of it, and its acquire load keeps the second look at
//       the number behind it: who has read a new counter must see that the number has moved;
//     - the even number's release store and the first look's acquire load do the same for the finished update: who
//       sees that it is finished sees all of it.
//     On x86 all of them are ordinary moves. Relaxed counters between two fences do as well
//     (`alternatives/passed.fences`).
//  5. The counters are atomic although one thread writes them: a reader may look in the middle, and with ordinary
//     integers that would be a data race, whatever is thrown away later.
//
// The price: a reader may fail, and has to come again; who reads all the time takes the line from the writer all the
// time. What was rejected: two copies of everything, so that a reader always finds a finished one
// (`alternatives/passed.two-copies`, with which the writer stores twice as much).
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
