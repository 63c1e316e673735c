// Stalls of our own waiting loop. A loop that looks at a socket comes round in well under a microsecond; where it took
// longer, the machine had taken the CPU away. What happens to our CPU happens to the DUT's, too, and there it cannot be
// told from slow code: so the judge asks how often it happens before it believes a high percentile.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/clock.hpp"
#include "lab/protocol.hpp"

namespace lab {

class Stalls {
 public:
  explicit Stalls(double ticks_per_second) noexcept {
    for (std::size_t i = 0; i < kStallClasses; ++i) {
      const auto ns = static_cast<double>(kFirstStallNs << i);
      limits_[i] = static_cast<std::uint64_t>(ns * ticks_per_second / 1e9);
    }
  }

  void clear() noexcept { std::fill(std::begin(counts_), std::end(counts_), 0); }
  // Begins to wait: what was done before is not a stall.
  void begin(std::uint64_t now) noexcept { last_ = now; }
  void look(std::uint64_t now) noexcept {
    const std::uint64_t gap = now - last_;
    last_ = now;
    if (gap < limits_[0]) [[likely]]
      return;
    for (std::size_t i = 0; i < kStallClasses && gap >= limits_[i]; ++i) ++counts_[i];
  }
  void report(Seen& seen) const noexcept { std::copy(std::begin(counts_), std::end(counts_), seen.stalls); }

 private:
  std::uint64_t limits_[kStallClasses] = {};
  std::uint64_t counts_[kStallClasses] = {};
  std::uint64_t last_ = 0;
};

}  // namespace lab
