// Timing many short repetitions. A repetition is long enough that reading the clock does not count (50 us against some
// 20 ns) and short enough that most of them see no interrupt; the median then shows the machine undisturbed, and the
// quartiles show how steady it is.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/clock.hpp"
#include "core/probes/budget.hpp"
#include "core/probes/result.hpp"

namespace lab::probes {

// Makes the compiler believe that `value` is used and that all memory may have changed.
template <typename Value>
inline void keep(const Value& value) noexcept {
  asm volatile("" : : "r"(value) : "memory");
}

// Nanoseconds that so many ticks of the time-stamp counter take.
inline double ticks_to_ns(std::uint64_t ticks) { return static_cast<double>(ticks) * 1e9 / tsc_hz(); }

// How often this thread has lost its CPU to another one that was ready to run, until now (getrusage(2)). Where two
// threads have to run at the same time, a repetition in which this grew shows them one after the other.
std::int64_t times_preempted() noexcept;

class Samples {
 public:
  void add(double value) {
    if (values_.size() < kMost) values_.push_back(value);
  }
  [[nodiscard]] std::size_t count() const noexcept { return values_.size(); }
  // Nearest ranks; zeros when there are no samples.
  [[nodiscard]] Quartiles quartiles() const;

 private:
  static constexpr std::size_t kMost = 1 << 17;  // 1 MiB; more change nothing in a quartile
  std::vector<double> values_;
};

inline constexpr double kRepetitionNs = 50'000;
inline constexpr std::size_t kRepetitions = 2000;
// However little time is left: quartiles of fewer would pretend to a steadiness that nobody has seen.
inline constexpr std::size_t kLeastRepetitions = 7;

// Times work(operations), which does so many operations, over and over: ns per operation of each repetition. The
// number of operations is found by doubling, which warms up as well; the shortest of three tries counts, or a stolen
// moment would end the search at a number so small that the clock is all that is measured.
template <typename Work>
Samples time_batches(const Budget& budget, Work work, std::size_t repetitions = kRepetitions) {
  const auto timed = [&work](std::uint64_t operations) {
    const std::uint64_t began = read_tsc();
    work(operations);
    return ticks_to_ns(read_tsc() - began);
  };
  std::uint64_t operations = 1;
  const auto too_short = [&] {
    static_cast<void>(budget.left());  // throws when cancelled; running late does not make fewer operations enough
    return std::min({timed(operations), timed(operations), timed(operations)}) < kRepetitionNs;
  };
  while (too_short()) operations *= 2;
  Samples samples;
  do {
    samples.add(timed(operations) / static_cast<double>(operations));
  } while (samples.count() < kLeastRepetitions || (samples.count() < repetitions && budget.left()));
  return samples;
}

// Operations per nanosecond instead of nanoseconds per operation, times `amount` (bytes per operation: GB/s).
inline Quartiles rate_of(const Quartiles& ns, double amount) noexcept {
  return {amount / ns.high, amount / ns.median, amount / ns.low};
}

// With a known cost of the measuring taken away from each; never below zero.
Quartiles less(const Quartiles& value, double cost) noexcept;

}  // namespace lab::probes
