// How long a probe may take. Every loop of a probe asks here between two repetitions.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

#include "core/clock.hpp"
#include "core/error.hpp"

namespace lab::probes {

class Budget {
 public:
  Budget(const std::atomic<bool>& cancelled, double seconds) noexcept
      : cancelled_(&cancelled), end_ns_(monotonic_raw_ns() + static_cast<std::int64_t>(seconds * 1e9)) {}

  // False once the time is up. Throws CancelledError once the run was cancelled.
  [[nodiscard]] bool left() const {
    // relaxed: nothing is published along with the flag
    if (cancelled_->load(std::memory_order_relaxed)) throw CancelledError();
    return monotonic_raw_ns() < end_ns_;
  }

  [[nodiscard]] double seconds_left() const noexcept {
    return std::max(0.0, static_cast<double>(end_ns_ - monotonic_raw_ns()) / 1e9);
  }

  // A share (0 to 1) of what is left, from now on.
  [[nodiscard]] Budget part(double share) const noexcept { return {*cancelled_, share * seconds_left()}; }

  // What is left and so much more, for a part that keeps to a limit of its own and should be heard out.
  [[nodiscard]] Budget extended(double seconds) const noexcept { return {*cancelled_, seconds_left() + seconds}; }

  [[nodiscard]] bool cancelled() const noexcept { return cancelled_->load(std::memory_order_relaxed); }

 private:
  const std::atomic<bool>* cancelled_;
  std::int64_t end_ns_;
};

}  // namespace lab::probes
