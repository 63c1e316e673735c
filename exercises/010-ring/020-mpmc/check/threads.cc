// What many threads do to each other, built with the thread sanitizer: it knows which accesses the ring has put in an
// order, whatever order they happened to have in this run.
#include "carry.hpp"

namespace {

using namespace mpmc;

// An element whose own members read and write the slots. They are compiled here, with the sanitizer looking on, so that
// nothing that the ring does to an element is out of its sight.
class Watched {
 public:
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
struct mpmc::Carried<Watched> {
  static Watched make(std::uint64_t value) { return Watched(value); }
  static std::uint64_t value(const Watched& item) { return item.value(); }
  static bool whole(const Watched&) { return true; }
};

namespace {

// Few items are enough: a race is found by what is missing between two accesses, not by their meeting. A ring of one
// slot has everybody wait for everybody at every item, so that no later hand-over can make up for one that is missing.
constexpr std::uint64_t kItems = 1500;
constexpr std::uint64_t kItemsOneByOne = 300;
constexpr std::size_t kJustBeforeTheWrap = std::size_t{0} - 1000;

void small_rings(Check& check, std::size_t producers, std::size_t consumers) {
  carry<std::uint64_t, 1>(check, "Producers: {}, consumers: {}. MpmcRing<std::uint64_t, 1> ring;",
                          {producers, consumers, kItemsOneByOne, 0, true});
  carry<std::uint64_t, 4>(check, "Producers: {}, consumers: {}. MpmcRing<std::uint64_t, 4> ring;",
                          {producers, consumers, kItems, kJustBeforeTheWrap, true});
  carry<Watched, 4>(check, "Producers: {}, consumers: {}. MpmcRing<MoveOnly, 4> ring;",
                    {producers, consumers, kItems, 0, true});
}

void race_one_to_one(Check& check) { small_rings(check, 1, 1); }
void race_many_producers(Check& check) { small_rings(check, 3, 1); }
void race_many_consumers(Check& check) { small_rings(check, 1, 3); }
void race_many_to_many(Check& check) { small_rings(check, 2, 2); }

void race_benchmark(Check& check) {
  carry<Item, kBenchmarkCapacity>(check,
                                  "Producers: {}, consumers: {}. MpmcRing<Item, 1024> ring;  // as in the "
                                  "benchmark",
                                  {2, 2, 3 * kBenchmarkCapacity, 0, true});  // some laps
}

constexpr lab::Step kSteps[] = {
    {"race-one-to-one", race_one_to_one},
    {"race-many-producers", race_many_producers, "race-one-to-one"},
    {"race-many-consumers", race_many_consumers, "race-one-to-one"},
    {"race-many-to-many", race_many_to_many, "race-one-to-one"},
    {"race-benchmark", race_benchmark, "race-many-to-many"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
