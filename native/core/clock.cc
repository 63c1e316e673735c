#include "core/clock.hpp"

#include <ctime>

namespace lab {

std::int64_t monotonic_raw_ns() noexcept {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC_RAW, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

namespace {

struct Reading {
  std::int64_t ns;
  std::uint64_t ticks;
};

// Both clocks at the same moment: of several readings the one with the least time between its two halves.
Reading read_both() noexcept {
  Reading best{};
  std::uint64_t least = ~std::uint64_t{0};
  for (int attempt = 0; attempt < 16; ++attempt) {
    const std::uint64_t before = read_tsc();
    const std::int64_t ns = monotonic_raw_ns();
    const std::uint64_t after = read_tsc();
    if (after - before < least) {
      least = after - before;
      best = {ns, before + (after - before) / 2};
    }
  }
  return best;
}

double calibrate() noexcept {
  constexpr std::int64_t kSpanNs = 20'000'000;  // readings are good to some 100 ns: 20 ms gives 10 ppm
  const Reading first = read_both();
  while (monotonic_raw_ns() - first.ns < kSpanNs) {
  }
  const Reading last = read_both();
  return static_cast<double>(last.ticks - first.ticks) * 1e9 / static_cast<double>(last.ns - first.ns);
}

}  // namespace

double tsc_hz() {
  static const double hz = calibrate();
  return hz;
}

}  // namespace lab
