#include "core/probes/samples.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>

namespace lab::probes {

Quartiles Samples::quartiles() const {
  if (values_.empty()) return {};
  std::vector<double> sorted = values_;
  std::sort(sorted.begin(), sorted.end());
  const auto rank = [&sorted](double share) {
    return sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
  };
  return {rank(0.25), rank(0.5), rank(0.75)};
}

std::int64_t times_preempted() noexcept {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_nivcsw;
}

Quartiles less(const Quartiles& value, double cost) noexcept {
  const auto reduced = [cost](double ns) { return std::max(0.0, ns - cost); };
  return {reduced(value.low), reduced(value.median), reduced(value.high)};
}

}  // namespace lab::probes
