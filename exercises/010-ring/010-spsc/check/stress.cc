// The optimized build, which is the one that is timed, under load: no sanitizer looks on, and the compiler and the
// processor do all that they may.
#include "carry.hpp"
#include "layout.hpp"
#include "played.hpp"

namespace {

using namespace spsc;

// As large as a cache line, so that a store of it takes several instructions.
struct Wide {
  std::uint64_t words[8];
};

}  // namespace

template <>
struct spsc::Carried<Wide> {
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

constexpr std::uint64_t kItems = 400'000;
constexpr std::uint64_t kFewItems = 100'000;
constexpr std::uint64_t kItemsOneByOne = 2000;  // each costs two switches where the threads share a CPU
constexpr std::size_t kBurst = 32;              // the benchmark's

void benchmark_boundaries(Check& check) {
  for (const std::size_t first_index : {std::size_t{0}, std::size_t{0} - kBenchmarkCapacity / 2}) {
    Played ring(check, ring_of<Item, kBenchmarkCapacity>, first_index);
    for (int lap = 0; lap < 3; ++lap) {
      ring.fill();
      ring.drain();
      ring.push_n(kBenchmarkCapacity / 2 + 1);
      ring.push_n(kBenchmarkCapacity);
      ring.pop_n(kBenchmarkCapacity / 2);
      ring.fill();
      ring.pop_n(Played::kMostAtOnce);
      ring.try_pop();
    }
  }
  Layout<SpscRing<Item, kBenchmarkCapacity>>::advise(check);
}

// More threads than there are CPUs: each is stopped in the middle of something sooner or later.
void carry_through_two(Check& check) {
  using Pair = Carrying<Item, kBenchmarkCapacity>;
  check.scene("Two rings as in the benchmark, each with a producer and a consumer thread.");
  Pair* const one = new Pair(check, {kFewItems, Calls::kSingle, kBurst}, 1);
  Pair* const other = new Pair(check, {kFewItems, Calls::kMixed, kBurst}, 2);
  constexpr auto kProduce = [](void* pair) { static_cast<Pair*>(pair)->produce(); };
  constexpr auto kConsume = [](void* pair) { static_cast<Pair*>(pair)->consume(); };
  const lab::ThreadPart parts[] = {{kProduce, one}, {kConsume, one}, {kProduce, other}, {kConsume, other}};
  lab::run_parts(check, parts, false);
  delete one;
  delete other;
}

void order_under_load(Check& check) {
  check.scene("A producer and a consumer thread, and SpscRing<Item, 1024> ring;  // as in the benchmark");
  for (const Calls calls : {Calls::kSingle, Calls::kBulk, Calls::kMixed}) {
    carry<Item, kBenchmarkCapacity>(check, {kItems, calls, kBurst});
  }
  carry_through_two(check);
}

void never_torn(Check& check) {
  check.scene("A producer and a consumer thread, and SpscRing<Wide, 4> ring;  // elements of 64 bytes");
  for (const Calls calls : {Calls::kSingle, Calls::kMixed}) carry<Wide, 4>(check, {kFewItems / 4, calls, 6});
}

void one_cpu(Check& check) {
  check.scene("A producer and a consumer thread on one CPU, and SpscRing<Wide, 4> ring;");
  carry<Wide, 4>(check, {kItemsOneByOne, Calls::kMixed, 6}, 0, true);
  check.scene("A producer and a consumer thread on one CPU, and SpscRing<Item, 1024> ring;");
  carry<Item, kBenchmarkCapacity>(check, {kFewItems, Calls::kSingle, kBurst}, 0, true);
}

constexpr lab::Step kSteps[] = {
    {"benchmark-boundaries", benchmark_boundaries},
    {"order-under-load", order_under_load, "benchmark-boundaries"},
    {"never-torn", never_torn, "benchmark-boundaries"},
    {"one-cpu", one_cpu, "benchmark-boundaries"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
