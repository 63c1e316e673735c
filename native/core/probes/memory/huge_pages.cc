// huge-pages: the same random loads over the same amount of memory, once in 4 KiB pages and once in 2 MiB pages. What
// differs is how often the translation of an address is missing in the TLB and has to be walked for.
#include "core/probes/context.hpp"
#include "core/probes/memory/mapping.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

constexpr std::size_t kMib = 1024 * 1024;
constexpr std::size_t kArray = 256 * kMib;  // 65,536 small pages: some twenty times a second-level TLB
constexpr std::size_t kLeastArray = 64 * kMib;
constexpr std::uint64_t kLoads = 1000;
constexpr std::size_t kMostRepetitions = 2000;

// Addresses come from a linear congruential generator (Knuth's MMIX multiplier) to which each loaded value is added.
// The array holds zeros, so nothing changes by it, but no load can begin before the one before it has arrived. That way
// the array needs no links, which would take longer to lay than to follow.
class RandomLoads {
 public:
  explicit RandomLoads(const Mapping& memory)
      : words_(reinterpret_cast<const std::uint64_t*>(memory.data())), count_(memory.size() / sizeof(std::uint64_t)) {}

  void run(std::uint64_t loads) noexcept {
    for (; loads > 0; --loads) {
      state_ = state_ * 6364136223846793005U + 1442695040888963407U;
      // The upper half of the product of two 64-bit numbers: uniform in [0, count_).
      const auto at = static_cast<std::uint64_t>((static_cast<unsigned __int128>(state_) * count_) >> 64);
      state_ += words_[at];
    }
    keep(state_);
  }

 private:
  const std::uint64_t* words_;
  std::uint64_t count_;
  std::uint64_t state_ = 1;
};

double time_loads(RandomLoads& loads) noexcept {
  const std::uint64_t began = read_tsc();
  loads.run(kLoads);
  return ticks_to_ns(read_tsc() - began) / static_cast<double>(kLoads);
}

bool wants_more(const Samples& samples, const Budget& budget) {
  return samples.count() < kLeastRepetitions || (samples.count() < kMostRepetitions && budget.left());
}

}  // namespace

ProbeResult probe_huge_pages(const Context& context) {
  need_small_pages();
  const std::size_t bytes = modest(kArray, kLeastArray, 2);
  const Mapping small(bytes, Pages::kSmall);
  small.touch();
  static_cast<void>(context.budget.left());  // touching takes a while: a moment to notice that we were cancelled
  const Pages pages = huge_pages_for(bytes);
  ProbeResult result;
  RandomLoads in_small(small);
  Samples small_samples;
  if (pages == Pages::kSmall) {
    do {
      small_samples.add(time_loads(in_small));
    } while (wants_more(small_samples, context.budget));
    result.figures.push_back({"random-4k", small_samples.quartiles(), ""});
    result.absent.push_back({"random-2m", {"no-huge-pages", ""}});
    return result;
  }
  const Mapping huge(bytes, pages);
  huge.touch();
  RandomLoads in_huge(huge);
  Samples huge_samples;
  do {  // side by side: whatever disturbs the machine disturbs both
    small_samples.add(time_loads(in_small));
    huge_samples.add(time_loads(in_huge));
  } while (wants_more(small_samples, context.budget));
  result.figures.push_back({"random-4k", small_samples.quartiles(), ""});
  result.figures.push_back({"random-2m", huge_samples.quartiles(), note_of(pages)});
  return result;
}

}  // namespace lab::probes
