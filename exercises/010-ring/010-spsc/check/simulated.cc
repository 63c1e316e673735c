// The ring on the simulated machine: every order of events that C++ allows, as far as the ring is small enough, and
// what an item costs in cache lines.
#include <cstdint>
#include <span>

#include "contract.hpp"
#include "lab/simulate.hpp"

namespace {

using namespace spsc;
using lab::Check;
using lab::Exploration;
using lab::World;

// Enough for two laps of the rings below, and few enough that thousands of runs take no time.
constexpr std::uint64_t kItems = 5;
constexpr std::size_t kBurst = 3;
constexpr std::size_t kJustBeforeTheWrap = std::size_t{0} - 2;
constexpr std::uint32_t kSchedules = 1500;

enum class Calls : std::uint8_t { kSingle, kBulk };

template <std::size_t N, Calls kCalls>
void produce(World& world, SpscRing<std::uint64_t, N>& ring) {
  for (std::uint64_t next = 1; next <= kItems;) {
    std::size_t pushed = 0;
    if constexpr (kCalls == Calls::kSingle) {
      world.doing("try_push({})", next);
      pushed = ring.try_push(next) ? 1 : 0;
      world.got("try_push -> {b}", pushed);
    } else {
      std::uint64_t items[kBurst] = {next, next + 1, next + 2};
      const std::size_t count = kItems + 1 - next < kBurst ? kItems + 1 - next : kBurst;
      world.doing("push_n({} items, {} …)", count, next);
      pushed = ring.push_n(std::span(items, count));
      world.got("push_n -> {}", pushed);
      world.expect(pushed <= count, "push_n of {} items returned {}.", count, pushed);
    }
    next += pushed;
    if (pushed == 0) world.wait();
  }
}

template <std::size_t N, Calls kCalls>
void consume(World& world, SpscRing<std::uint64_t, N>& ring) {
  for (std::uint64_t next = 1; next <= kItems;) {
    std::uint64_t out[kBurst] = {};
    std::size_t popped = 0;
    if constexpr (kCalls == Calls::kSingle) {
      world.doing("try_pop(out)");
      popped = ring.try_pop(out[0]) ? 1 : 0;
      world.got("try_pop -> {b}, out = {}", popped, out[0]);
    } else {
      world.doing("pop_n(out, room for {})", kBurst);
      popped = ring.pop_n(std::span(out, kBurst));
      world.got("pop_n -> {}, out = {} …", popped, out[0]);
      world.expect(popped <= kBurst, "pop_n with room for {} returned {}.", kBurst, popped);
    }
    for (std::size_t i = 0; i < popped; ++i) {
      world.expect(next <= kItems, "{} items went in, and one more came out: {}.", kItems, out[i]);
      world.expect(out[i] == next, "Item {} should have come out; it was {}.", next, out[i]);
      ++next;
    }
    if (popped == 0) world.wait();
  }
}

template <std::size_t N, Calls kProducer, Calls kConsumer>
void carry(Check& check, std::size_t first_index, const Exploration& plan) {
  lab::explore(check, plan, [first_index](World& world) {
    auto* const ring = new SpscRing<std::uint64_t, N>(first_index);
    world.thread("producer", [ring, &world] { produce<N, kProducer>(world, *ring); });
    world.thread("consumer", [ring, &world] { consume<N, kConsumer>(world, *ring); });
    world.run();
    std::uint64_t left = 0;
    world.expect(!ring->try_pop(left), "Everything came out, and then one more item: {}.", left);
    delete ring;
  });
}

void orders_single(Check& check) {
  check.scene("A producer, a consumer and SpscRing<std::uint64_t, 2> on the simulated machine.");
  carry<2, Calls::kSingle, Calls::kSingle>(check, 0, {.schedules = kSchedules});
  check.scene("A producer, a consumer and SpscRing<std::uint64_t, 1> on the simulated machine.");
  carry<1, Calls::kSingle, Calls::kSingle>(check, kJustBeforeTheWrap, {.schedules = kSchedules});
  carry<1, Calls::kSingle, Calls::kSingle>(check, 0, {.schedules = kSchedules, .systematic = true});
}

void orders_bulk(Check& check) {
  check.scene("A producer, a consumer and SpscRing<std::uint64_t, 4> on the simulated machine, bulk calls.");
  carry<4, Calls::kBulk, Calls::kBulk>(check, kJustBeforeTheWrap, {.schedules = kSchedules});
  check.scene("A producer, a consumer and SpscRing<std::uint64_t, 2> on the simulated machine, mixed calls.");
  carry<2, Calls::kBulk, Calls::kSingle>(check, 0, {.schedules = kSchedules});
  carry<2, Calls::kSingle, Calls::kBulk>(check, 0, {.schedules = kSchedules});
}

// --- what an item costs ---

constexpr std::uint64_t kCounted = 1500;
constexpr std::size_t kCountedCapacity = 256;

void transfers(Check& check) {
  constexpr std::uint64_t kPaces = sizeof lab::kEveryPace / sizeof lab::kEveryPace[0];
  using Ring = SpscRing<Item, kCountedCapacity>;
  const auto scenario = [](World& world) {
    auto* const ring = new Ring;
    world.thread("producer", [ring, &world] {
      for (std::uint64_t i = 0; i < kCounted; ++i) {
        while (!ring->try_push(Item{i})) world.wait();
      }
    });
    world.thread("consumer", [ring, &world] {
      Item out{};
      for (std::uint64_t i = 0; i < kCounted; ++i) {
        while (!ring->try_pop(out)) world.wait();
        world.expect(out.value == i, "Item {} should have come out; it was {}.", i, out.value);
      }
    });
    world.run();
    delete ring;
  };
  const lab::LineCounts counts = lab::count_lines(check, {.items = kCounted * kPaces}, scenario);
  check.count("transfers", counts.waits(), kCounted * kPaces);
}

constexpr lab::Step kSteps[] = {
    {"orders-single", orders_single},
    {"orders-bulk", orders_bulk, "orders-single"},
    {"transfers", transfers, "orders-single"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
