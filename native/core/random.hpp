// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): small, fast, and the same on every machine, so that a session can be
// replayed from its seed. Not for secrets.
#pragma once

#include <cstdint>

namespace lab {

// Of a name of its own for the linker: lab/check.hpp has another Random, and a check program may hold both.
inline namespace core {

class Random {
 public:
  explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t mixed = (state_ += 0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

  bool coin() noexcept { return (next() >> 63) != 0; }

  // Uniform in [0, bound) up to a bias of bound / 2^64.
  std::uint64_t below(std::uint64_t bound) noexcept {
    return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * bound) >> 64);
  }

  // Uniform in [0, 1).
  double fraction() noexcept { return static_cast<double>(next() >> 11) * 0x1p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace core

}  // namespace lab
