#include "trafficgen/frames/mix.hpp"

#include <utility>

#include "core/random.hpp"

namespace lab::trafficgen {

std::vector<std::size_t> shuffled_cycle(std::span<const SizeShare> mix, std::uint64_t seed) {
  std::vector<std::size_t> cycle;
  for (const SizeShare& part : mix) cycle.insert(cycle.end(), part.share, part.size);
  Random random(seed);
  for (std::size_t i = cycle.size(); i > 1; --i) std::swap(cycle[i - 1], cycle[random.below(i)]);
  return cycle;
}

}  // namespace lab::trafficgen
