// copy-bandwidth: how much memory one core copies in a second, by the size of the block.
#include <algorithm>
#include <cstring>

#include "core/probes/context.hpp"
#include "core/probes/memory/cache_sizes.hpp"
#include "core/probes/memory/mapping.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

constexpr std::size_t kKib = 1024;
constexpr std::size_t kMib = 1024 * kKib;
constexpr std::size_t kLargestBlock = 128 * kMib;
constexpr std::size_t kLeastBlock = 8 * kMib;
// Source and destination an odd number of lines apart within a page: equal low twelve bits would make loads wait for
// stores that they only seem to overlap (4K aliasing, Intel Optimization Manual).
constexpr std::size_t kSkew = 17 * kLineBytes;
constexpr std::size_t kRepetitionsOfAFigure = 400;
constexpr std::size_t kRepetitionsOfAPoint = 100;

class Copier {
 public:
  explicit Copier(std::size_t block, Pages pages) : from_(block, pages), to_(block + kHugePage, pages) {
    from_.touch();
    to_.touch();
  }

  // GB/s, each byte counted once.
  Quartiles measure(const Budget& budget, std::size_t bytes, std::size_t repetitions) {
    const auto copies = [&](std::uint64_t count) {
      for (; count > 0; --count) {
        std::memcpy(to_.data() + kSkew, from_.data(), bytes);
        keep(to_.data());
      }
    };
    return rate_of(time_batches(budget, copies, repetitions).quartiles(), static_cast<double>(bytes));
  }

 private:
  Mapping from_;
  Mapping to_;
};

}  // namespace

ProbeResult probe_copy_bandwidth(const Context& context) {
  const CacheSizes sizes = cache_sizes(context.here());
  const std::size_t largest = modest(std::clamp(2 * sizes.last(), kLeastBlock, kLargestBlock), kLeastBlock, 2);
  const Pages pages = huge_pages_for(2 * largest + kHugePage);
  Copier copier(largest, pages);
  ProbeResult result;
  // A quarter: source and destination together leave the other half of the level free.
  add_figure(result, "l1", [&] {
    return Figure{"", copier.measure(context.budget.part(0.2), sizes.l1 / 4, kRepetitionsOfAFigure), ""};
  });
  add_figure(result, "memory", [&] {
    return Figure{"", copier.measure(context.budget.part(0.3), largest, kRepetitionsOfAFigure), note_of(pages)};
  });
  Series series{"copy", {}};
  for (std::size_t block = kKib; block < largest && context.budget.left(); block *= 2) {
    const Budget budget = context.budget.part(0.15);
    series.points.push_back({static_cast<double>(block) / kKib, copier.measure(budget, block, kRepetitionsOfAPoint)});
  }
  series.points.push_back({static_cast<double>(largest) / kKib, result.figures.back().value});
  result.sweep.push_back(std::move(series));
  return result;
}

}  // namespace lab::probes
