// What two threads do to each other, built with the thread sanitizer: it knows which accesses the ring has put in an
// order, whatever order they happened to have in this run.
#include "carry.hpp"

namespace {

using namespace spsc;

// An element whose own members read and write the slots. They are compiled here, with the sanitizer looking on, so that
// nothing that the ring does to an element is out of its sight.
class Watched {
 public:
  Watched() noexcept : value_(0) {}
  explicit Watched(std::uint64_t value) noexcept : value_(value) {}
  [[gnu::noinline]] Watched(Watched&& other) noexcept : value_(other.value_) { other.value_ = 0; }
  [[gnu::noinline]] Watched& operator=(Watched&& other) noexcept {
    value_ = other.value_;
    other.value_ = 0;
    return *this;
  }
  [[gnu::noinline]] ~Watched() { value_ = 0; }
  [[nodiscard]] std::uint64_t value() const noexcept { return value_; }

 private:
  std::uint64_t value_;
};

}  // namespace

template <>
struct spsc::Carried<Watched> {
  static Watched make(std::uint64_t value) { return Watched(value); }
  static std::uint64_t value(const Watched& item) { return item.value(); }
  static bool whole(const Watched&) { return true; }
};

namespace {

// Few items are enough: a race is found by what is missing between two accesses, not by their meeting. A ring of one
// slot has both sides wait for each other at every item, so that no later hand-over can make up for one that is
// missing.
constexpr std::uint64_t kItems = 3000;
constexpr std::uint64_t kItemsOneByOne = 1000;
constexpr std::size_t kBurst = 6;  // more than fits into a ring of four
constexpr std::size_t kJustBeforeTheWrap = std::size_t{0} - 1000;

void small_rings(Check& check, Calls calls) {
  check.scene("A producer and a consumer thread, and SpscRing<std::uint64_t, 1> ring;");
  carry<std::uint64_t, 1>(check, {kItemsOneByOne, calls, kBurst, true});
  check.scene("A producer and a consumer thread, and SpscRing<std::uint64_t, 4> ring;");
  carry<std::uint64_t, 4>(check, {kItems, calls, kBurst, true}, kJustBeforeTheWrap);
  check.scene("A producer and a consumer thread, and SpscRing<MoveOnly, 4> ring;");
  carry<Watched, 4>(check, {kItems, calls, kBurst, true});
}

void race_single(Check& check) { small_rings(check, Calls::kSingle); }
void race_bulk(Check& check) { small_rings(check, Calls::kBulk); }
void race_mixed(Check& check) { small_rings(check, Calls::kMixed); }

void race_benchmark(Check& check) {
  check.scene("A producer and a consumer thread, and SpscRing<Item, 1024> ring;  // as in the benchmark");
  for (const Calls calls : {Calls::kSingle, Calls::kBulk, Calls::kMixed}) {
    carry<Item, kBenchmarkCapacity>(check, {8 * kBenchmarkCapacity, calls, 32, true});  // some laps
  }
}

constexpr lab::Step kSteps[] = {
    {"race-single", race_single},
    {"race-bulk", race_bulk, "race-single"},
    {"race-mixed", race_mixed, "race-single"},
    {"race-benchmark", race_benchmark, "race-single"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
