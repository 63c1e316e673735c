#include "netload/latencies.hpp"

#include <algorithm>
#include <cmath>

#include "lab/arm.hpp"

namespace lab {

Latencies::Latencies() : counts_(std::make_unique<std::uint32_t[]>(kBuckets)) {}

void Latencies::clear() noexcept {
  for (std::size_t i = lowest_used_; i <= highest_used_ && i < kBuckets; ++i) counts_[i] = 0;
  lowest_used_ = kBuckets;
  highest_used_ = 0;
  samples_ = 0;
  highest_ = 0;
}

std::size_t Latencies::bucket_of(std::uint64_t ticks) noexcept {
  constexpr std::uint64_t kFirst = std::uint64_t{1} << kSubBucketBits;
  if (ticks < kFirst) return static_cast<std::size_t>(ticks);
  const unsigned shift = 63U - static_cast<unsigned>(__builtin_clzll(ticks)) - kSubBucketBits;
  const std::size_t bucket = static_cast<std::size_t>(shift) * kFirst + static_cast<std::size_t>(ticks >> shift);
  return std::min(bucket, kBuckets - 1);
}

std::uint64_t Latencies::middle_of(std::size_t bucket) noexcept {
  constexpr std::size_t kFirst = std::size_t{1} << kSubBucketBits;
  if (bucket < 2 * kFirst) return bucket;
  const std::size_t shift = (bucket / kFirst - 1) % 64;  // kHighestBit - kSubBucketBits at most; the remainder says so
  const std::uint64_t low = static_cast<std::uint64_t>(bucket - shift * kFirst) << shift;
  return low + ((std::uint64_t{1} << shift) >> 1);
}

void Latencies::add(std::uint64_t ticks) noexcept {
  const std::size_t bucket = bucket_of(ticks);
  ++counts_[bucket];
  ++samples_;
  highest_ = std::max(highest_, ticks);
  lowest_used_ = std::min(lowest_used_, bucket);
  highest_used_ = std::max(highest_used_, bucket);
}

std::uint64_t Latencies::at(double share) const noexcept {
  if (samples_ == 0) return 0;
  const auto rank = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(samples_)));
  std::uint64_t seen = 0;
  for (std::size_t i = lowest_used_; i <= highest_used_; ++i) {
    seen += counts_[i];
    if (seen >= rank && seen != 0) return std::min(middle_of(i), highest_);
  }
  return highest_;
}

void Latencies::copy_percentiles(std::uint64_t (&ticks)[kSeenPercentiles]) const noexcept {
  ticks[kP50] = at(0.5);
  ticks[kP90] = at(0.9);
  ticks[kP99] = at(0.99);
  ticks[kP999] = at(0.999);
  ticks[kPMax] = highest_;
}

void Latencies::report(Seen& seen) const noexcept {
  seen.samples = samples_;
  copy_percentiles(seen.latency_ticks);
}

std::size_t Latencies::copy_to(std::span<Bucket, kMaxBuckets> out) const noexcept {
  std::size_t used = 0;
  for (std::size_t i = lowest_used_; i <= highest_used_ && i < kBuckets; ++i) {
    if (counts_[i] == 0) continue;
    const std::uint64_t low = Histogram::lower_bound(Histogram::bucket_of(middle_of(i)));
    if (used == 0 || out[used - 1].ticks != low) out[used++] = Bucket{low, 0};
    out[used - 1].count += counts_[i];
  }
  return used;
}

}  // namespace lab
