// The optimized build, which is the one that is timed, under load: no sanitizer looks on, and the compiler and the
// processor do all that they may.
#include "carry.hpp"
#include "played.hpp"
#include "rounds.hpp"

namespace {

using namespace mpmc;

// As large as a cache line, so that a store of it takes several instructions.
struct Wide {
  std::uint64_t words[8];
};

}  // namespace

template <>
struct mpmc::Carried<Wide> {
  static Wide make(std::uint64_t value) {
    Wide item;
    for (std::uint64_t& word : item.words) word = value;
    return item;
  }
  static std::uint64_t value(const Wide& item) { return item.words[0]; }
  static bool whole(const Wide& item) {
    for (const std::uint64_t word : item.words) {
      if (word != item.words[0]) return false;
    }
    return true;
  }
};

namespace {

constexpr std::uint64_t kItems = 100'000;
constexpr std::uint64_t kFewItems = 10'000;
constexpr std::uint64_t kItemsOneByOne = 1000;  // each costs two switches where the threads share a CPU

void benchmark_boundaries(Check& check) {
  for (const std::size_t first_index : {std::size_t{0}, std::size_t{0} - kBenchmarkCapacity / 2}) {
    Played ring(check, ring_of<Item, kBenchmarkCapacity>, first_index);
    for (int lap = 0; lap < 3; ++lap) {
      ring.fill();
      ring.drain();
      while (ring.room() > kBenchmarkCapacity / 3) ring.try_push();
      while (ring.inside() > 1) ring.try_pop();
      ring.fill();
      ring.drain();
    }
  }
}

void order_under_load(Check& check) {
  constexpr const char* kRing = "Producers: {}, consumers: {}. MpmcRing<Item, 1024> ring;  // as in the benchmark";
  carry<Item, kBenchmarkCapacity>(check, kRing, {1, 1, 2 * kItems});
  carry<Item, kBenchmarkCapacity>(check, kRing, {2, 2, kItems});
  constexpr const char* kSmall = "Producers: {}, consumers: {}. MpmcRing<Item, 2> ring;";
  carry<Item, 2>(check, kSmall, {2, 1, kFewItems});
  carry<Item, 2>(check, kSmall, {1, 2, kFewItems});
  carry<Item, 2>(check, kSmall, {2, 2, kFewItems});
}

// More threads than there are CPUs: each is stopped in the middle of something sooner or later.
void oversubscribed(Check& check) {
  carry<Item, 2>(check, "Producers: {}, consumers: {}. MpmcRing<Item, 2> ring;", {4, 4, kFewItems});
  carry<Item, kBenchmarkCapacity>(check,
                                  "Producers: {}, consumers: {}. MpmcRing<Item, 1024> ring;  // as in the "
                                  "benchmark",
                                  {4, 4, kItems / 2});
}

void never_torn(Check& check) {
  carry<Wide, 4>(check, "Producers: {}, consumers: {}. MpmcRing<Wide, 4> ring;  // elements of 64 bytes",
                 {2, 2, kItems / 2});
}

void one_cpu(Check& check) {
  carry<Wide, 4>(check, "Producers: {}, consumers: {}, all on one CPU. MpmcRing<Wide, 4> ring;",
                 {2, 2, kItemsOneByOne, 0, false, true});
  carry<Item, kBenchmarkCapacity>(check, "Producers: {}, consumers: {}, all on one CPU. MpmcRing<Item, 1024> ring;",
                                  {2, 2, kFewItems, 0, false, true});
}

constexpr lab::Step kSteps[] = {
    {"benchmark-boundaries", benchmark_boundaries},
    {"never-refused", never_refused, "benchmark-boundaries"},
    {"taking-turns", taking_turns, "benchmark-boundaries"},
    {"order-under-load", order_under_load, "benchmark-boundaries"},
    {"oversubscribed", oversubscribed, "order-under-load"},
    {"never-torn", never_torn, "order-under-load"},
    {"one-cpu", one_cpu, "order-under-load"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
