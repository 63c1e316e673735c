// Latencies of one order: a log-linear histogram as HdrHistogram's (Gil Tene), with 2^10 sub-buckets to a power of two,
// which is three significant digits. Constant memory, an addition per sample, percentiles that are off by 0.1 % at
// most.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "lab/protocol.hpp"

namespace lab {

class Latencies {
 public:
  Latencies();

  void clear() noexcept;
  // `ticks` of the time-stamp counter; beyond 2^38, some 90 s, it counts as that.
  void add(std::uint64_t ticks) noexcept;
  [[nodiscard]] std::uint64_t samples() const noexcept { return samples_; }
  // The smallest value that at least this share of the samples does not exceed (nearest rank, rounded up). 0 if empty.
  [[nodiscard]] std::uint64_t at(double share) const noexcept;
  [[nodiscard]] std::uint64_t highest() const noexcept { return highest_; }
  void copy_percentiles(std::uint64_t (&ticks)[kSeenPercentiles]) const noexcept;
  // Fills the percentiles and the number of samples.
  void report(Seen& seen) const noexcept;
  // The same in the protocol's coarser buckets, those that are not empty, in rising order; says how many.
  [[nodiscard]] std::size_t copy_to(std::span<Bucket, kMaxBuckets> out) const noexcept;

 private:
  static constexpr unsigned kSubBucketBits = 10;
  static constexpr unsigned kHighestBit = 38;
  static constexpr std::size_t kBuckets = (kHighestBit - kSubBucketBits + 1) << kSubBucketBits;

  static std::size_t bucket_of(std::uint64_t ticks) noexcept;
  static std::uint64_t middle_of(std::size_t bucket) noexcept;

  std::unique_ptr<std::uint32_t[]> counts_;
  std::uint64_t samples_ = 0;
  std::uint64_t highest_ = 0;
  std::size_t lowest_used_ = kBuckets;  // what has to be cleared
  std::size_t highest_used_ = 0;
};

}  // namespace lab
