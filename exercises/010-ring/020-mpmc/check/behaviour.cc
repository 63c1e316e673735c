// What can be found out about a ring call by call: built with the address and undefined-behaviour sanitizers.
#include "played.hpp"
#include "stopped.hpp"

namespace {

using namespace mpmc;
using lab::Call;

// --- one-item ---

void one_item(Check& check) {
  {
    Played ring(check, default_ring_of<std::uint64_t, 4>);
    ring.try_pop();
    for (const bool copy : {true, false}) {
      ring.try_push(copy);
      ring.try_pop();
      ring.try_pop();
    }
  }
  AnyRing* const other = default_ring_of<std::uint64_t, 4>(check, 0);  // left alone if the step fails, as `ring` is
  Played ring(check, default_ring_of<std::uint64_t, 4>);
  check.scene("MpmcRing<std::uint64_t, 4> ring, other;");
  for (int i = 0; i < 4; ++i) ring.try_push();
  std::uint64_t out = kMark;
  check.doing("other.try_pop(out)");
  const bool came_out = other->try_pop(out);
  check.got(" -> {b}", came_out);
  check.expect(!came_out && out == kMark,
               "That should be false: only `ring` was pushed to. Two rings share something.");
  std::uint64_t number = 100;
  check.doing("other.try_push({})", number);
  const bool went_in = other->try_push(number, true);
  check.got(" -> {b}", went_in);
  check.expect(went_in, "That should be true: only `ring` is full. Two rings share something.");
  ring.drain();
  delete other;
}

// --- boundaries ---

void fill_and_drain(Played& ring) {
  constexpr int kLaps = 3;  // the second finds what the first has left, the third what the second has
  for (int lap = 0; lap < kLaps; ++lap) {
    ring.fill();
    ring.drain();
  }
  // Full and empty at another place of the array each time.
  const std::size_t some = ring.capacity() / 2 + 1;
  for (int lap = 0; lap < kLaps; ++lap) {
    while (ring.inside() < some) ring.try_push();
    ring.fill();
    while (ring.inside() > some / 2) ring.try_pop();
  }
  ring.fill();
  ring.drain();
}

void boundaries(Check& check) {
  for (const MakeRing make : {ring_of<std::uint64_t, 4>, ring_of<std::uint64_t, 2>, ring_of<std::uint64_t, 1>,
                              ring_of<Element, 4>, ring_of<Item, kBenchmarkCapacity>}) {
    Played ring(check, make);
    fill_and_drain(ring);
  }
}

// --- index-wrap ---

void cross_every_wrap(Check& check, MakeRing make, std::size_t capacity) {
  // Of the integers that an index, or a number made of one, may be kept in: half of a range is where differences and
  // doubled indices come to their end.
  constexpr int kWidths[] = {8, 16, 31, 32, 62, 63, 64};
  for (const int width : kWidths) {
    const std::uint64_t wrap = width == 64 ? 0 : std::uint64_t{1} << width;
    for (const std::size_t ahead : {capacity / 2 + 1, capacity + 1, 2 * capacity + 1}) {
      Played ring(check, make, wrap - ahead);
      for (int lap = 0; lap < 3; ++lap) {
        ring.fill();
        ring.drain();
        ring.try_push();
        ring.try_pop();
      }
    }
  }
}

void index_wrap(Check& check) {
  cross_every_wrap(check, ring_of<std::uint64_t, 1>, 1);
  cross_every_wrap(check, ring_of<std::uint64_t, 4>, 4);
  cross_every_wrap(check, ring_of<Element, 4>, 4);
  cross_every_wrap(check, ring_of<Item, kBenchmarkCapacity>, kBenchmarkCapacity);
}

// --- sequences ---

enum Kinds : std::uint32_t { kPush, kPop, kMovingPush, kKinds };

class Sequences final : public lab::Player {
 public:
  Sequences(MakeRing make, std::size_t first_index) : make_(make), first_index_(first_index) {}
  void play(Check& check, std::span<const Call> calls) override {
    Played ring(check, make_, first_index_);
    for (const Call& call : calls) {
      // `amount` times in a row: random sequences would stay close to empty otherwise.
      for (std::uint32_t i = 0; i < call.amount; ++i) {
        if (call.kind == kPop) {
          ring.try_pop();
        } else {
          ring.try_push(call.kind == kPush);
        }
      }
    }
  }

 private:
  MakeRing make_;
  std::size_t first_index_;
};

constexpr std::size_t kJustBeforeTheWrap = std::size_t{0} - 7;

void sequences(Check& check) {
  constexpr Call kAlphabet[] = {{kPush, 1}, {kPop, 1}};
  Sequences one(ring_of<std::uint64_t, 1>, 0);
  Sequences two(ring_of<std::uint64_t, 2>, 0);
  Sequences four(ring_of<std::uint64_t, 4>, kJustBeforeTheWrap);
  Sequences elements(ring_of<Element, 4>, kJustBeforeTheWrap);
  Sequences benchmark(ring_of<Item, kBenchmarkCapacity>, kJustBeforeTheWrap);
  play_all_sequences(check, one, kAlphabet, 8);
  play_all_sequences(check, two, kAlphabet, 10);
  play_all_sequences(check, four, kAlphabet, 12);
  play_random_sequences(check, four,
                        {.seed = 1, .sequences = 100, .length = 100, .kinds = kKinds, .largest_amount = 6});
  play_random_sequences(check, elements,
                        {.seed = 2, .sequences = 50, .length = 100, .kinds = kKinds, .largest_amount = 6});
  play_random_sequences(check, benchmark,
                        {.seed = 3, .sequences = 10, .length = 30, .kinds = kKinds, .largest_amount = 900});
}

// --- lifetimes ---

// A ring that ends with `left` elements inside, wherever in the array these are.
void end_with_some_inside(Check& check, std::size_t first_index, std::size_t left) {
  {
    Played ring(check, ring_of<Element, 4>, first_index);
    for (int i = 0; i < 3; ++i) ring.try_push(i % 2 == 0);
    for (int i = 0; i < 3; ++i) ring.try_pop();
    for (std::size_t i = 0; i < left; ++i) ring.try_push();
    if (left > 1) {
      ring.try_pop();
      ring.try_push();
    }
  }
  check.expect(treatment.destroyed_none == 0, "The destructor has destroyed elements that were not alive: {}.",
               treatment.destroyed_none);
  check.expect(treatment.alive == 0,
               "{} elements are still alive: the ring's destructor has to destroy what is inside, here {}.",
               treatment.alive, left);
}

// A ring may own memory. The second one of a kind must not leave any behind: the first may set up something for all.
void give_memory_back(Check& check) {
  std::uint64_t kept = 0;
  for (int i = 0; i < 2; ++i) {
    const lab::Allocations before = lab::allocations();
    {
      Played ring(check, ring_of<Element, 4>);
      ring.fill();
      ring.try_pop();
    }
    const lab::Allocations after = lab::allocations();
    kept = (after.made - before.made) - (after.freed - before.freed);
  }
  check.expect(kept == 0, "The ring was filled and destroyed, and {} blocks of memory were not freed.", kept);
}

void lifetimes(Check& check) {
  for (const std::size_t first_index : {std::size_t{0}, kJustBeforeTheWrap + 3}) {
    for (std::size_t left = 0; left <= 4; ++left) {
      end_with_some_inside(check, first_index, left);
    }
  }
  give_memory_back(check);
}

// --- allocation ---

void allocation(Check& check) {
  using Ring = MpmcRing<Item, kBenchmarkCapacity>;
  Ring* const ring = new Ring;
  check.scene("MpmcRing<Item, 1024> ring;  // as in the benchmark");
  Item out{};
  const std::uint64_t before = lab::allocations().made;
  for (std::size_t i = 0; i < 3 * kBenchmarkCapacity; ++i) {
    check.doing("ring.try_push({})", i);
    ring->try_push(Item{i});
    check.got(", and now and then ring.try_pop(out)");
    if (i % 2 == 0) ring->try_pop(out);
    const std::uint64_t made = lab::allocations().made - before;
    check.expect(made == 0, "These calls have allocated memory, {} times. After its construction the ring must not.",
                 made);
  }
  delete ring;
}

constexpr lab::Step kSteps[] = {
    {"one-item", one_item},
    {"boundaries", boundaries, "one-item"},
    {"index-wrap", index_wrap, "boundaries"},
    {"sequences", sequences, "boundaries"},
    {"lifetimes", lifetimes, "one-item"},
    {"allocation", allocation, "one-item"},
    {"stopped-producer", stopped_producer, "boundaries"},
    {"stopped-consumer", stopped_consumer, "boundaries"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
