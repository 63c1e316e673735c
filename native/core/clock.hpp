// The two clocks of the conductor: CLOCK_MONOTONIC_RAW, which no time daemon steers, and the time-stamp counter, which
// costs a few nanoseconds and serves as a witness for the first (gate G1).
#pragma once

#include <cstdint>

namespace lab {

// CLOCK_MONOTONIC_RAW in nanoseconds (clock_gettime(2)).
std::int64_t monotonic_raw_ns() noexcept;

// The time-stamp counter: rdtsc on x86-64, cntvct_el0 on arm64.
inline std::uint64_t read_tsc() noexcept {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
  std::uint64_t ticks;
  asm volatile("mrs %0, cntvct_el0" : "=r"(ticks));
  return ticks;
#else
#error "no time-stamp counter is known for this architecture"
#endif
}

// Both clocks at one moment.
struct Moment {
  std::int64_t ns;      // CLOCK_MONOTONIC_RAW
  std::uint64_t ticks;  // the time-stamp counter
};

// Reads both clocks within a microsecond of each other. Whoever is interrupted between the two readings would find that
// the clocks disagree, when only the reader was away: such a reading is taken again.
Moment read_moment() noexcept;

// Ticks per second, measured once per process against CLOCK_MONOTONIC_RAW over 20 ms.
double tsc_hz();

}  // namespace lab
