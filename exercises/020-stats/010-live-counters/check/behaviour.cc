// What can be found out call by call: built with the address and undefined-behaviour sanitizers.
#include "contract.hpp"
#include "lab/check.hpp"

namespace {

using lab::Check;

// What `out` holds before a read.
constexpr std::uint64_t kMark = 777'777'777;

// Counters that one thread plays with in the name of all, against what they should hold.
template <std::size_t Threads, std::size_t Kinds>
class Played {
 public:
  using Counts = std::array<std::uint64_t, Kinds>;

  explicit Played(Check& check) : check_(check) {
    check.scene("LiveCounters<{}, {}> counters;  // threads, kinds", Threads, Kinds);
  }

  // Adds `amount` to the first counter, one more to the second, and so on.
  void add(std::size_t thread, std::uint64_t amount) {
    Counts more;
    for (std::size_t i = 0; i < Kinds; ++i) more[i] = amount + i;
    check_.doing(Kinds == 1 ? "counters.add({}, {{}})" : "counters.add({}, {{}, …})", thread, amount);
    counters_.add(thread, more);
    check_.got("");
    for (std::size_t i = 0; i < Kinds; ++i) should_[thread][i] += more[i];
  }

  void read(std::size_t thread) {
    Counts out;
    out.fill(kMark);
    check_.doing("counters.try_read({}, out)", thread);
    const bool read = counters_.try_read(thread, out);
    check_.got(" -> {b}, out[0] = {}", read, out[0]);
    check_.expect(read, "That should be true: nobody is counting.");
    for (std::size_t i = 0; i < Kinds; ++i) {
      check_.expect(out[i] == should_[thread][i], "out[{}] should be {}; it is {}.", i, should_[thread][i], out[i]);
    }
  }
  void read_all() {
    for (std::size_t thread = 0; thread < Threads; ++thread) read(thread);
  }

 private:
  Check& check_;
  LiveCounters<Threads, Kinds> counters_;
  Counts should_[Threads] = {};
};

// --- first-update ---

void first_update(Check& check) {
  Played<2, 3> counters(check);
  counters.read_all();
  counters.add(0, 5);
  counters.read_all();
  counters.add(0, 7);
  counters.add(1, 100);
  counters.read_all();
  // Members of a second one in the same place would show what the first has left there.
  Played<2, 3> others(check);
  others.read_all();
  others.add(1, 1);
  others.read_all();
}

// --- every-size ---

template <std::size_t Threads, std::size_t Kinds>
void play(Check& check) {
  constexpr int kCalls = 300;
  lab::Random random(Threads * Kinds);
  Played<Threads, Kinds> counters(check);
  for (int i = 0; i < kCalls; ++i) {
    const std::size_t thread = random.below(Threads);
    if (random.below(4) != 0) {
      counters.add(thread, random.below(1000));
    } else {
      counters.read(thread);
    }
  }
  counters.read_all();
}

void every_size(Check& check) {
  play<1, 1>(check);
  play<2, 1>(check);
  play<2, 3>(check);
  play<3, 7>(check);
  play<4, 9>(check);  // more than one cache line
  play<16, 16>(check);
}

// --- large-numbers ---

void large_numbers(Check& check) {
  Played<2, 3> counters(check);
  for (const int bits : {8, 16, 31, 32, 63}) {
    counters.add(0, (std::uint64_t{1} << bits) - 2);
    counters.read_all();
    counters.add(0, 4);
    counters.read_all();
  }
  counters.add(1, ~std::uint64_t{0} - 5);  // the counters begin again at 0, as unsigned integers do
  counters.add(1, 10);
  counters.read_all();
}

// --- many-updates ---

// As many as a small sequence number needs to come back to where it was, and a few more.
void many_updates(Check& check) {
  Played<1, 3> counters(check);
  for (int i = 0; i < (1 << 16) + 2; ++i) {
    counters.add(0, 1);
    if (i % 127 == 0) counters.read(0);
  }
  counters.read(0);
}

// --- allocation ---

void allocation(Check& check) {
  check.scene("LiveCounters<2, 3> counters;  // as in the benchmark");
  auto* const counters = new LiveCounters<2, 3>;
  std::array<std::uint64_t, 3> out{};
  const std::uint64_t before = lab::allocations().made;
  for (std::size_t i = 0; i < 1000; ++i) {
    check.doing("counters.add(0, {{}, …}), counters.try_read(0, out)", i);
    counters->add(0, {i, i, i});
    counters->try_read(0, out);
    check.got("");
    const std::uint64_t made = lab::allocations().made - before;
    check.expect(made == 0, "These calls have allocated memory, {} times. After its construction nothing may.", made);
  }
  delete counters;
}

constexpr lab::Step kSteps[] = {
    {"first-update", first_update},
    {"every-size", every_size, "first-update"},
    {"large-numbers", large_numbers, "first-update"},
    {"many-updates", many_updates, "first-update"},
    {"allocation", allocation, "first-update"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
