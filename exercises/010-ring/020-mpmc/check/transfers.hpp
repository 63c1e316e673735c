// What an item costs in cache lines, on the simulated machine's two cores.
#pragma once

#include "contract.hpp"
#include "lab/simulate.hpp"

namespace mpmc {

using lab::Check;
using lab::World;

inline constexpr std::uint64_t kCounted = 1024;
inline constexpr std::size_t kCountedCapacity = 128;
inline constexpr std::uint64_t kItemsInAll = kCounted * (sizeof lab::kEveryPace / sizeof lab::kEveryPace[0]);

using Counted = MpmcRing<Item, kCountedCapacity>;

// Lines that a core waits for, per item that goes from one thread to another.
inline void transfers(Check& check) {
  check.scene("Two cores with caches: {} items from one thread to another through MpmcRing<Item, {}>.", kCounted,
              kCountedCapacity);
  const lab::LineCounts counts = lab::count_lines(check, {.items = kItemsInAll}, [](World& world) {
    auto* const ring = new Counted;
    world.object(*ring);
    world.thread("producer", [=, &world] {
      for (std::uint64_t i = 0; i < kCounted; ++i) {
        while (!ring->try_push(Item{i})) world.wait();
      }
    });
    world.thread("consumer", [=, &world] {
      Item out{};
      for (std::uint64_t i = 0; i < kCounted; ++i) {
        while (!ring->try_pop(out)) world.wait();
      }
    });
    world.run();
    delete ring;
  });
  check.count("transfers", counts.waits(), kItemsInAll);
}

// The same where both threads push and pop in turn.
inline void shared_transfers(Check& check) {
  check.scene("Two cores with caches: two threads that push and pop {} items in turn. MpmcRing<Item, {}>.", kCounted,
              kCountedCapacity);
  const lab::LineCounts counts = lab::count_lines(check, {.items = kItemsInAll}, [](World& world) {
    auto* const ring = new Counted;
    world.object(*ring);
    for (const char* const name : {"thread 1", "thread 2"}) {
      world.thread(name, [=, &world] {
        Item out{};
        for (std::uint64_t i = 0; i < kCounted / 2; ++i) {
          while (!ring->try_push(Item{i})) world.wait();
          while (!ring->try_pop(out)) world.wait();
        }
      });
    }
    world.run();
    delete ring;
  });
  check.count("shared-transfers", counts.waits(), kItemsInAll);
}

}  // namespace mpmc
