// Updates whose sums are known: update i adds 1, the i-th value of a stream, and that value times its weight in the
// stream's digest. What any number of first updates add up to has a closed form, so that a snapshot is either one of
// these sums or torn.
#pragma once

#include <array>
#include <cstdint>

#include "lab/protocol.hpp"

namespace stats {

using Counts = std::array<std::uint64_t, 3>;

class Prefix {
 public:
  // Goes on behind the first `index` updates.
  Prefix(std::uint64_t seed, std::uint64_t index) noexcept
      : value_(lab::stream_value(seed, index)), weight_(2 * index + 1) {}

  Counts next() noexcept {
    const Counts update{1, value_, value_ * weight_};
    value_ += lab::kStreamStep;
    weight_ += 2;
    return update;
  }

  // The sum of the first `updates`.
  static Counts sum(std::uint64_t seed, std::uint64_t updates) noexcept {
    // updates * (updates - 1) / 2 without losing the highest bit
    const std::uint64_t pairs = updates % 2 == 0 ? updates / 2 * (updates - 1) : updates * ((updates - 1) / 2);
    return {updates, seed * updates + lab::kStreamStep * pairs, lab::expected_digest(seed, updates)};
  }

 private:
  std::uint64_t value_;
  std::uint64_t weight_;
};

}  // namespace stats
