// cache-levels: what a load costs that has to wait for the one before, by how much memory is in use.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/probes/context.hpp"
#include "core/probes/memory/cache_sizes.hpp"
#include "core/probes/memory/chase.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

constexpr std::size_t kKib = 1024;
constexpr std::size_t kMib = 1024 * kKib;
constexpr std::size_t kSmallestSet = 4 * kKib;
constexpr std::size_t kMostMemory = 256 * kMib;  // bounded, also where a server's last level is larger
constexpr std::size_t kLeastMemory = 32 * kMib;
constexpr std::size_t kFineUpTo = 8 * kMib;  // two points an octave up to here: larger rings take long to link
// Two whole passes before timing: a last-level cache that is filled by what the level before it evicts has not seen the
// set when it was linked. Larger sets do not fit into most caches, and take too long.
constexpr std::size_t kWarmUpTo = 16 * kMib;
constexpr std::size_t kWarmUpPasses = 2;
constexpr std::size_t kFigureRepetitions = 400;
constexpr std::size_t kPointRepetitions = 100;

class Levels {
 public:
  Levels(const Mapping& memory) : chase_(memory.data(), memory.size()) {}

  Quartiles measure(const Budget& budget, std::size_t bytes, std::size_t repetitions) {
    Link* at = chase_.ring(bytes);
    if (bytes <= kWarmUpTo) at = follow(at, kWarmUpPasses * (bytes / sizeof(Link)));
    const auto walk = [&at](std::uint64_t loads) { at = follow(at, loads); };
    const Samples samples = time_batches(budget, walk, repetitions);
    keep(at);
    return samples.quartiles();
  }

 private:
  Chase chase_;
};

// Deep inside a level: the geometric middle between it and the next smaller one.
std::size_t between(std::size_t smaller, std::size_t larger) {
  return static_cast<std::size_t>(std::sqrt(static_cast<double>(smaller) * static_cast<double>(larger)));
}

std::vector<std::size_t> working_sets(std::size_t largest) {
  std::vector<std::size_t> sets;
  for (std::size_t set = kSmallestSet; set < largest; set *= 2) {
    sets.push_back(set);
    if (set < kFineUpTo && set + set / 2 < largest) sets.push_back(set + set / 2);
  }
  return sets;
}

}  // namespace

ProbeResult probe_cache_levels(const Context& context) {
  const CacheSizes sizes = cache_sizes(context.here());
  const std::size_t largest = modest(std::clamp(4 * sizes.last(), kLeastMemory * 2, kMostMemory), kLeastMemory);
  // Huge pages, so that a miss in the TLB is not taken for one in a cache.
  const Pages pages = huge_pages_for(largest);
  const Mapping memory(largest, pages);
  memory.touch();
  Levels levels(memory);
  const std::string note = sizes.known ? note_of(pages) : "unknown-caches";
  ProbeResult result;
  const auto figure = [&](const char* name, std::size_t bytes, const std::string& said) {
    add_figure(result, name, [&] {
      return Figure{"", levels.measure(context.budget.part(0.15), bytes, kFigureRepetitions), said};
    });
  };
  figure("l1", sizes.l1 / 2, "");
  figure("l2", between(sizes.l1, sizes.l2), "");
  if (sizes.l3 > 0) figure("l3", between(sizes.l2, sizes.l3), "");
  figure("memory", largest, largest < 2 * sizes.last() ? "near-cache" : note);
  Series series{"load", {}};
  const std::vector<std::size_t> sets = working_sets(largest);
  for (std::size_t i = 0; i < sets.size() && context.budget.left(); ++i) {
    const Budget budget = context.budget.part(1.0 / static_cast<double>(sets.size() - i));
    series.points.push_back({static_cast<double>(sets[i]) / kKib, levels.measure(budget, sets[i], kPointRepetitions)});
  }
  series.points.push_back({static_cast<double>(largest) / kKib, result.figures.back().value});
  result.sweep.push_back(std::move(series));
  return result;
}

}  // namespace lab::probes
