// The ring on the simulated machine: every order of events that C++ allows, as far as the ring is small enough, and
// what an item costs in cache lines.
#include <cstdint>
#include <span>
#include <utility>

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

// An element whose own members read and write the slots: what the ring does to it is all accesses.
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

void orders_elements(Check& check) {
  check.scene("A producer, a consumer and SpscRing<MoveOnly, 2> on the simulated machine.");
  lab::explore(check, {.schedules = kSchedules}, [](World& world) {
    auto* const ring = new SpscRing<Watched, 2>;
    world.thread("producer", [ring, &world] {
      for (std::uint64_t next = 1; next <= kItems; ++next) {
        Watched item(next);
        while (!ring->try_push(std::move(item))) world.wait();
      }
    });
    world.thread("consumer", [ring, &world] {
      for (std::uint64_t next = 1; next <= kItems; ++next) {
        Watched out;
        while (!ring->try_pop(out)) world.wait();
        world.expect(out.value() == next, "Item {} should have come out; it was {}.", next, out.value());
      }
    });
    world.run();
    delete ring;
  });
}

// As in the benchmark: too large for every order, so some random ones, over some laps.
void orders_benchmark(Check& check) {
  check.scene("A producer, a consumer and SpscRing<Item, 1024> on the simulated machine, as in the benchmark.");
  constexpr std::uint64_t kLaps = kBenchmarkCapacity + kBenchmarkCapacity / 2;
  lab::explore(check, {.schedules = 2, .most_steps = 400'000}, [](World& world) {
    auto* const ring = new SpscRing<Item, kBenchmarkCapacity>;
    world.thread("producer", [ring, &world] {
      for (std::uint64_t i = 0; i < kLaps; ++i) {
        while (!ring->try_push(Item{i})) world.wait();
      }
    });
    world.thread("consumer", [ring, &world] {
      Item out{};
      for (std::uint64_t i = 0; i < kLaps; ++i) {
        while (!ring->try_pop(out)) world.wait();
        world.expect(out.value == i, "Item {} should have come out; it was {}.", i, out.value);
      }
    });
    world.run();
    delete ring;
  });
}

// --- what an item costs ---

constexpr std::uint64_t kCounted = 1536;
constexpr std::size_t kCountedCapacity = 256;
constexpr std::size_t kCountedBurst = 32;  // the benchmark's

using Counted = SpscRing<Item, kCountedCapacity>;

void produce_one_by_one(World& world, Counted& ring) {
  for (std::uint64_t i = 0; i < kCounted; ++i) {
    while (!ring.try_push(Item{i})) world.wait();
  }
}

void consume_one_by_one(World& world, Counted& ring) {
  Item out{};
  for (std::uint64_t i = 0; i < kCounted; ++i) {
    while (!ring.try_pop(out)) world.wait();
    world.expect(out.value == i, "Item {} should have come out; it was {}.", i, out.value);
  }
}

void produce_in_bursts(World& world, Counted& ring) {
  Item burst[kCountedBurst];
  for (std::uint64_t sent = 0; sent < kCounted;) {
    for (std::size_t i = 0; i < kCountedBurst; ++i) burst[i].value = sent + i;
    std::size_t done = 0;
    while (done < kCountedBurst) {
      const std::size_t pushed = ring.push_n(std::span(burst + done, kCountedBurst - done));
      done += pushed;
      if (pushed == 0) world.wait();
    }
    sent += kCountedBurst;
  }
}

void consume_in_bursts(World& world, Counted& ring) {
  Item burst[kCountedBurst];
  for (std::uint64_t received = 0; received < kCounted;) {
    const std::size_t popped = ring.pop_n(std::span(burst, kCountedBurst));
    for (std::size_t i = 0; i < popped; ++i) {
      world.expect(burst[i].value == received + i, "Item {} should have come out; it was {}.", received + i,
                   burst[i].value);
    }
    received += popped;
    if (popped == 0) world.wait();
  }
}

using Part = void (*)(World& world, Counted& ring);

// Lines that a core waits for, per item, at every pace of producer and consumer.
void count_transfers(Check& check, const char* name, Part produce_all, Part consume_all) {
  constexpr std::uint64_t kItemsInAll = kCounted * (sizeof lab::kEveryPace / sizeof lab::kEveryPace[0]);
  const auto scenario = [=](World& world) {
    auto* const ring = new Counted;
    world.object(*ring);
    world.thread("producer", [=, &world] { produce_all(world, *ring); });
    world.thread("consumer", [=, &world] { consume_all(world, *ring); });
    world.run();
    delete ring;
  };
  const lab::LineCounts counts = lab::count_lines(check, {.items = kItemsInAll}, scenario);
  check.count(name, counts.waits(), kItemsInAll);
}

void transfers(Check& check) {
  check.scene("Two cores with caches, {} items one by one through SpscRing<Item, {}>.", kCounted, kCountedCapacity);
  count_transfers(check, "transfers", produce_one_by_one, consume_one_by_one);
}

void bulk_transfers(Check& check) {
  check.scene("Two cores with caches, {} items in bursts through SpscRing<Item, {}>.", kCounted, kCountedCapacity);
  count_transfers(check, "bulk-transfers", produce_in_bursts, consume_in_bursts);
}

constexpr lab::Step kSteps[] = {
    {"orders-single", orders_single},
    {"orders-bulk", orders_bulk, "orders-single"},
    {"orders-elements", orders_elements, "orders-single"},
    {"orders-benchmark", orders_benchmark, "orders-single"},
    {"transfers", transfers, "orders-single"},
    {"bulk-transfers", bulk_transfers, "orders-bulk"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
