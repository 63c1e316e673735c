// What an arm program (a benchmark of one exercise) is written with. The program defines `lab::arm_program()`; `main`,
// the conversation with the conductor and the threads are in `native/harness/arm.cc`.
//
// An arm never measures itself: it carries the items it is told to carry and proves that they arrived. The conductor
// times the conversation from outside.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "lab/protocol.hpp"

namespace lab {

// Tells the core that this is a waiting loop: it leaves the execution units to its sibling, and does not flood the
// memory pipeline with loads that are all going to be wrong.
inline void relax_cpu() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("isb" ::: "memory");  // `yield` is a no-op on most cores; `isb` waits about as long as `pause`
#endif
}

// The time-stamp counter. Not serializing: a round trip is hundreds of cycles, and what is recorded is shown, not
// judged.
inline std::uint64_t read_ticks() noexcept {
#if defined(__x86_64__) || defined(__i386__)
  return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
  std::uint64_t ticks;
  asm volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#endif
}

void yield_cpu() noexcept;

// How a driver waits for its ring: it spins, because a wake-up costs more than the wait, but only so long that two
// threads on one CPU still get on.
class Backoff {
 public:
  // Looks again as soon as it can: for latency.
  Backoff() noexcept = default;
  // Lets `spins` pass between two looks: for throughput. A receiver that looks again at once, and a sender of the same
  // speed, get stuck in one of two states several times apart in speed, by accidents of timing: "at its heels", where
  // each look takes the line away from the sender, or "far behind", where both run free. Whoever waits a little longer
  // finds a backlog, which is when the throughput of a queue matters.
  explicit Backoff(std::uint32_t spins) noexcept : spins_per_wait_(spins) {}

  void wait() noexcept {
    if (spins_ >= kSpinsBeforeYield) return yield_cpu();
    spins_ += spins_per_wait_;
    for (std::uint32_t i = 0; i < spins_per_wait_; ++i) relax_cpu();
  }

  // 0.2 to 0.8 us, by core: a quarter of what a ring of 1024 slots takes to fill.
  static constexpr std::uint32_t kForBacklog = 16;

 private:
  // 10 to 50 us of `pause` (20 to 140 cycles, by core): longer than any wait for a thread that is running.
  static constexpr std::uint32_t kSpinsBeforeYield = 1024;
  std::uint32_t spins_per_wait_ = 1;
  std::uint32_t spins_ = 0;
};

// Where the threads of one order meet, so that none runs ahead.
class Barrier {
 public:
  explicit Barrier(std::uint32_t threads) noexcept : threads_(threads) {}

  void meet() noexcept {
    const std::uint32_t round = round_.load(std::memory_order_acquire);
    // Partner of this acq_rel: the same line in the other threads. The last one has seen what all have done.
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
      arrived_.store(0, std::memory_order_relaxed);        // ordered by the release below
      round_.store(round + 1, std::memory_order_release);  // partner: the acquire loads of round_
      return;
    }
    for (Backoff backoff; round_.load(std::memory_order_acquire) == round;) backoff.wait();
  }

 private:
  const std::uint32_t threads_;
  std::atomic<std::uint32_t> arrived_{0};
  std::atomic<std::uint32_t> round_{0};
};

// Durations in ticks, in buckets that are at most 1/32 wide: exact below 64, then 32 buckets per power of two.
class Histogram {
 public:
  void add(std::uint64_t ticks) noexcept { ++counts_[bucket_of(ticks)]; }
  void add_all(const Histogram& other) noexcept;
  void clear() noexcept;
  // Writes the buckets that are not empty, in rising order, and says how many.
  [[nodiscard]] std::size_t copy_to(std::span<Bucket, kMaxBuckets> out) const noexcept;

  // Log-linear as in HdrHistogram, with 2^5 sub-buckets: 3 % resolution is finer than the figures that are printed.
  static constexpr std::uint32_t kSubBucketBits = 5;

  static constexpr std::size_t bucket_of(std::uint64_t ticks) noexcept {
    constexpr std::uint64_t kFirstOctave = std::uint64_t{1} << kSubBucketBits;
    if (ticks < kFirstOctave) return static_cast<std::size_t>(ticks);
    const int shift = 63 - __builtin_clzll(ticks) - static_cast<int>(kSubBucketBits);
    const std::size_t bucket =
        static_cast<std::size_t>(shift) * kFirstOctave + static_cast<std::size_t>(ticks >> shift);
    return bucket < kMaxBuckets ? bucket : kMaxBuckets - 1;  // 2^36 ticks and more, some 20 s
  }

  // The smallest value that bucket_of() puts there.
  static constexpr std::uint64_t lower_bound(std::size_t bucket) noexcept {
    constexpr std::size_t kFirstOctave = std::size_t{1} << kSubBucketBits;
    if (bucket < 2 * kFirstOctave) return bucket;
    const std::size_t shift = bucket / kFirstOctave - 1;
    return static_cast<std::uint64_t>(bucket - shift * kFirstOctave) << shift;
  }

 private:
  std::uint64_t counts_[kMaxBuckets] = {};
};

// What one thread of an order gets to see.
struct Lane {
  const Order& order;
  std::uint32_t thread;  // 0 … ArmProgram::threads - 1, running on order.cpus[thread]
  Barrier& barrier;
  Histogram* histogram;  // of this thread; null unless the order asks for a distribution
};

// What one thread has received at the far end. A thread that only sends returns {}.
struct Received {
  std::uint64_t items = 0;
  std::uint64_t digest = 0;  // StreamDigest of the items, in the order in which they came out
};

using Workload = Received (*)(const Lane& lane);

struct ArmProgram {
  std::uint32_t threads;
  std::span<const Workload> workloads;  // by metric.workload in exercise.json
  // Makes what the next order works on, fresh. Runs alone, before the threads are woken.
  void (*prepare)(const Order& order);
  std::span<std::byte>
      memory;  // all that the workloads use; touched before the first order, so that no slice pays faults
};

// Defined by the arm program.
ArmProgram arm_program() noexcept;

}  // namespace lab
