// Vector clocks: what a thread knows of the others. An event of thread `u` with epoch `e` happens before everything
// that a thread does whose clock has at least `e` at `u` (Fidge 1988, Mattern 1989).
#pragma once

#include <cstdint>

namespace lab::sim {

// The scenario's own thread, which sets up and looks at the end, and seven more.
inline constexpr std::uint32_t kMostThreads = 8;
inline constexpr std::uint32_t kNever = 0;  // epochs begin at 1

struct Clock {
  std::uint32_t at[kMostThreads] = {};

  void join(const Clock& other) noexcept {
    for (std::uint32_t u = 0; u < kMostThreads; ++u) {
      if (other.at[u] > at[u]) at[u] = other.at[u];
    }
  }
  [[nodiscard]] bool knows(std::uint32_t thread, std::uint32_t epoch) const noexcept {
    return epoch != kNever && epoch <= at[thread];
  }
  [[nodiscard]] bool empty() const noexcept {
    for (const std::uint32_t epoch : at) {
      if (epoch != kNever) return false;
    }
    return true;
  }
};

// The other direction: per thread the first event of something, and all that come after it in that thread.
struct Onward {
  std::uint32_t at[kMostThreads] = {};  // 0: none

  void add(std::uint32_t thread, std::uint32_t number) noexcept {
    if (at[thread] == 0 || number < at[thread]) at[thread] = number;
  }
  void join(const Onward& other) noexcept {
    for (std::uint32_t u = 0; u < kMostThreads; ++u) {
      if (other.at[u] != 0) add(u, other.at[u]);
    }
  }
  [[nodiscard]] bool empty() const noexcept {
    for (const std::uint32_t number : at) {
      if (number != 0) return false;
    }
    return true;
  }
};

}  // namespace lab::sim
