// The ring on the simulated machine: every order of events that C++ allows, as far as the case is small enough, and
// what an item costs in cache lines.
#include "transfers.hpp"

namespace {

using namespace mpmc;
using lab::Check;
using lab::Exploration;
using lab::World;

constexpr std::uint32_t kSchedules = 1500;
constexpr std::uint32_t kMostSteps = 4000;  // twenty times what the longest of these runs needs
constexpr std::size_t kJustBeforeTheWrap = std::size_t{0} - 1;
constexpr std::size_t kMostThreads = 2;       // of each kind
constexpr std::uint64_t kProducerStep = 100;  // item 203 is the third one of the second producer

struct Plan {
  std::size_t producers;
  std::size_t consumers;
  std::uint64_t items_each;  // of each producer
  std::size_t first_index = 0;
};

// What has become of the items. Written by the thread that it is about; looked at when all have ended.
struct Outcome {
  std::uint64_t received[kMostThreads][16];
  std::size_t count[kMostThreads];
};

template <std::size_t N>
void produce(World& world, MpmcRing<std::uint64_t, N>& ring, std::size_t producer, std::uint64_t items) {
  for (std::uint64_t i = 1; i <= items;) {
    const std::uint64_t item = (producer + 1) * kProducerStep + i;
    world.doing("try_push({})", item);
    const bool pushed = ring.try_push(item);
    world.got("try_push -> {b}", pushed);
    if (pushed) {
      ++i;
    } else {
      world.wait();
    }
  }
}

// Takes `share` items, and leaves them where the scenario looks.
template <std::size_t N>
void consume(World& world, MpmcRing<std::uint64_t, N>& ring, std::size_t share, std::uint64_t* received,
             std::size_t& count) {
  while (count < share) {
    std::uint64_t out = 0;
    world.doing("try_pop(out)");
    const bool popped = ring.try_pop(out);
    world.got("try_pop -> {b}, out = {}", popped, out);
    if (popped) {
      received[count++] = out;
    } else {
      world.wait();
    }
  }
}

// Each item exactly once, and to each consumer the items of one producer in their order.
void hold_outcome(World& world, const Outcome& outcome, const Plan& plan) {
  bool seen[kMostThreads][16] = {};
  for (std::size_t consumer = 0; consumer < plan.consumers; ++consumer) {
    std::uint64_t last[kMostThreads] = {};
    for (std::size_t i = 0; i < outcome.count[consumer]; ++i) {
      const std::uint64_t item = outcome.received[consumer][i];
      const std::uint64_t producer = item / kProducerStep - 1;
      const std::uint64_t number = item % kProducerStep;
      world.expect(producer < plan.producers && number >= 1 && number <= plan.items_each,
                   "{} came out, which was never pushed: it was read before it was written.", item);
      world.expect(!seen[producer][number], "Item {} came out twice.", item);
      world.expect(number > last[producer], "Item {} came out after item {}, to the same consumer: it was overtaken.",
                   item, (producer + 1) * kProducerStep + last[producer]);
      seen[producer][number] = true;
      last[producer] = number;
    }
  }
}

template <std::size_t N>
void carry(Check& check, const Plan& plan, const Exploration& exploration) {
  check.scene("Producers: {}, consumers: {}, and MpmcRing<std::uint64_t, {}> on the simulated machine.", plan.producers,
              plan.consumers, N);
  lab::explore(check, exploration, [plan](World& world) {
    auto* const ring = new MpmcRing<std::uint64_t, N>(plan.first_index);
    auto* const outcome = new Outcome{};
    constexpr const char* kProducers[] = {"producer 1", "producer 2"};
    constexpr const char* kConsumers[] = {"consumer 1", "consumer 2"};
    for (std::size_t i = 0; i < plan.producers; ++i) {
      world.thread(kProducers[i], [=, &world] { produce(world, *ring, i, plan.items_each); });
    }
    for (std::size_t i = 0; i < plan.consumers; ++i) {
      const std::size_t share = plan.producers * plan.items_each / plan.consumers;
      world.thread(kConsumers[i],
                   [=, &world] { consume(world, *ring, share, outcome->received[i], outcome->count[i]); });
    }
    world.run();
    hold_outcome(world, *outcome, plan);
    std::uint64_t left = 0;
    world.expect(!ring->try_pop(left), "Everything came out, and then one more item: {}.", left);
    for (std::uint64_t i = 1; i <= N; ++i) world.expect(ring->try_push(i), "The ring is empty, and refuses a push.");
    delete outcome;
    delete ring;
  });
}

void orders_one_to_one(Check& check) {
  carry<1>(check, {1, 1, 3, kJustBeforeTheWrap}, {.schedules = kSchedules, .most_steps = kMostSteps});
  carry<2>(check, {1, 1, 4}, {.schedules = kSchedules, .most_steps = kMostSteps});
  carry<1>(check, {1, 1, 3}, {.schedules = kSchedules, .systematic = true, .most_steps = kMostSteps});
}

void orders_producers(Check& check) {
  carry<2>(check, {2, 1, 2}, {.schedules = 2 * kSchedules, .most_steps = kMostSteps});
  carry<1>(check, {2, 1, 2, kJustBeforeTheWrap}, {.schedules = kSchedules, .most_steps = kMostSteps});
}

void orders_consumers(Check& check) {
  carry<2>(check, {1, 2, 4}, {.schedules = 2 * kSchedules, .most_steps = kMostSteps});
  carry<1>(check, {1, 2, 4, kJustBeforeTheWrap}, {.schedules = kSchedules, .most_steps = kMostSteps});
}

void orders_many(Check& check) {
  carry<2>(check, {2, 2, 3}, {.schedules = 2 * kSchedules, .most_steps = kMostSteps});
  carry<4>(check, {2, 2, 3, kJustBeforeTheWrap}, {.schedules = kSchedules, .most_steps = kMostSteps});
}

// As many pushes at once as there are slots, then as many pops as there are items: nobody may be refused.
void orders_refused(Check& check) {
  check.scene("Two threads, and MpmcRing<std::uint64_t, 4> on the simulated machine: room for all that they push.");
  lab::explore(check, {.schedules = kSchedules, .most_steps = kMostSteps}, [](World& world) {
    auto* const ring = new MpmcRing<std::uint64_t, 4>;
    for (const char* const name : {"thread 1", "thread 2"}) {
      world.thread(name, [=, &world] {
        for (std::uint64_t i = 1; i <= 2; ++i) {
          world.doing("try_push({})", i);
          const bool pushed = ring->try_push(i);
          world.got("try_push -> {b}", pushed);
          world.expect(pushed, "That should be true: for each of these pushes a slot is free.");
        }
      });
    }
    world.run();
    delete ring;
  });
  check.scene("Two threads, and MpmcRing<std::uint64_t, 4> on the simulated machine: an item for each of their pops.");
  lab::explore(check, {.schedules = kSchedules, .most_steps = kMostSteps}, [](World& world) {
    auto* const ring = new MpmcRing<std::uint64_t, 4>;
    for (std::uint64_t i = 1; i <= 4; ++i) ring->try_push(i);
    for (const char* const name : {"thread 1", "thread 2"}) {
      world.thread(name, [=, &world] {
        for (int i = 0; i < 2; ++i) {
          std::uint64_t out = 0;
          world.doing("try_pop(out)");
          const bool popped = ring->try_pop(out);
          world.got("try_pop -> {b}, out = {}", popped, out);
          world.expect(popped, "That should be true: for each of these pops an item is there.");
        }
      });
    }
    world.run();
    delete ring;
  });
}

constexpr lab::Step kSteps[] = {
    {"orders-one-to-one", orders_one_to_one},
    {"orders-producers", orders_producers, "orders-one-to-one"},
    {"orders-consumers", orders_consumers, "orders-one-to-one"},
    {"orders-many", orders_many, "orders-producers"},
    {"orders-refused", orders_refused, "orders-one-to-one"},
    {"transfers", transfers, "orders-one-to-one"},
    {"shared-transfers", shared_transfers, "orders-many"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
