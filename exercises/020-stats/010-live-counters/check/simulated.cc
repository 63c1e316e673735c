// The counters on the simulated machine: every order of events that C++ allows, as far as the case is small enough, and
// what an update costs in cache lines.
#include "lab/simulate.hpp"
#include "watching.hpp"

namespace {

using namespace stats;
using lab::Exploration;
using lab::World;

constexpr std::uint64_t kUpdates = 3;
constexpr std::uint32_t kSchedules = 2000;
constexpr std::uint64_t kUntouched = 777'777'777;

template <std::size_t Kinds>
using Counters = LiveCounters<2, Kinds>;

template <std::size_t Kinds>
void count(World& world, Counters<Kinds>& counters, std::size_t thread) {
  for (std::uint64_t i = 0; i < kUpdates; ++i) {
    world.doing("add({}, update {})", thread, i);
    counters.add(thread, Updates<Kinds>::number(i));
    world.got("add");
  }
}

// One look, held against what is possible. Returns how many updates it shows, or `at_least` when there was no answer.
template <std::size_t Kinds>
std::uint64_t look_once(World& world, const Counters<Kinds>& counters, std::uint64_t at_least) {
  std::array<std::uint64_t, Kinds> seen;
  seen.fill(kUntouched);
  world.doing("try_read(0, out)");
  const bool read = counters.try_read(0, seen);
  world.got("try_read -> {b}, out[0] = {}", read, seen[0]);
  if (!read) {
    for (const std::uint64_t each : seen)
      world.expect(each == kUntouched, "A read that returns false has to leave `out` as it was.");
    return at_least;
  }
  const auto should = Updates<Kinds>::sum(seen[0]);
  for (std::size_t k = 1; k < Kinds; ++k) {
    world.expect(seen[k] == should[k],
                 "A torn snapshot: the first counter is that of {} updates, and counter {} is not: {} instead of {}.",
                 seen[0], k + 1, seen[k], should[k]);
  }
  world.expect(seen[0] >= at_least, "A snapshot shows {} updates, when {} were known to be there.", seen[0], at_least);
  return seen[0];
}

template <std::size_t Kinds>
void snapshots(Check& check, const Exploration& plan) {
  lab::explore(check, plan, [](World& world) {
    auto* const counters = new Counters<Kinds>;
    world.thread("counts", [=, &world] { count(world, *counters, 0); });
    world.thread("reads", [=, &world] {
      std::uint64_t known = 0;
      for (int looks = 0; looks < 3; ++looks) known = look_once(world, *counters, known);
    });
    world.run();
    std::array<std::uint64_t, Kinds> seen{};
    world.expect(counters->try_read(0, seen), "Nobody is counting any more, and try_read(0, out) is false.");
    world.expect(seen == Updates<Kinds>::sum(kUpdates), "All {} updates have returned; the first counter is {}.",
                 kUpdates, seen[0]);
    delete counters;
  });
}

void orders_snapshot(Check& check) {
  check.scene("A thread that counts, one that reads, and LiveCounters<2, 2> on the simulated machine.");
  snapshots<2>(check, {.schedules = kSchedules});
  snapshots<2>(check, {.schedules = kSchedules, .systematic = true});
  check.scene("A thread that counts, one that reads, and LiveCounters<2, 3> on the simulated machine.");
  snapshots<3>(check, {.schedules = kSchedules});
}

// The thread that counts says how far it has come, in another way. Who has heard of an update has to find it.
void orders_known(Check& check) {
  check.scene("A thread that counts and says so, one that hears of it and reads, and LiveCounters<2, 2>.");
  lab::explore(check, {.schedules = kSchedules}, [](World& world) {
    auto* const counters = new Counters<2>;
    auto* const returned = new std::atomic<std::uint64_t>(0);
    world.thread("counts", [=, &world] {
      for (std::uint64_t i = 0; i < kUpdates; ++i) {
        world.doing("add(0, update {})", i);
        counters->add(0, Updates<2>::number(i));
        world.got("add");
        returned->store(i + 1, std::memory_order_release);  // partner: the acquire load below
      }
    });
    world.thread("reads", [=, &world] {
      for (int looks = 0; looks < 3; ++looks) {
        look_once(world, *counters, returned->load(std::memory_order_acquire));
      }
    });
    world.run();
    delete counters;
    delete returned;
  });
}

// Two threads that count and one that reads one of them.
void orders_neighbours(Check& check) {
  check.scene("Two threads that count and read themselves, and LiveCounters<2, 2> on the simulated machine.");
  lab::explore(check, {.schedules = kSchedules}, [](World& world) {
    auto* const counters = new Counters<2>;
    for (const std::size_t thread : {std::size_t{0}, std::size_t{1}}) {
      world.thread(thread == 0 ? "thread 0" : "thread 1", [=, &world] {
        for (std::uint64_t i = 0; i < kUpdates; ++i) {
          world.doing("add({}, update {})", thread, i);
          counters->add(thread, Updates<2>::number(i));
          world.got("add");
          std::array<std::uint64_t, 2> seen{};
          world.expect(counters->try_read(thread, seen) && seen == Updates<2>::sum(i + 1),
                       "Thread {} reads its own counters, and does not find its {} updates.", thread, i + 1);
        }
      });
    }
    world.run();
    delete counters;
  });
}

// --- what an update costs ---

constexpr std::uint64_t kCounted = 2000;  // updates of each thread

// Lines that a core waits for, per update, while nobody reads.
void transfers(Check& check) {
  check.scene("Two cores with caches, each with a thread that counts {} updates; nobody reads. LiveCounters<2, 3>.",
              kCounted);
  constexpr std::uint64_t kUpdatesInAll = 2 * kCounted * (sizeof lab::kEveryPace / sizeof lab::kEveryPace[0]);
  const lab::LineCounts counts = lab::count_lines(check, {.items = kUpdatesInAll}, [](World& world) {
    auto* const counters = new Counters<3>;
    world.object(*counters);
    for (const std::size_t thread : {std::size_t{0}, std::size_t{1}}) {
      world.thread(thread == 0 ? "thread 0" : "thread 1", [=] {
        for (std::uint64_t i = 0; i < kCounted; ++i) counters->add(thread, {1, i, i});
      });
    }
    world.run();
    delete counters;
  });
  check.count("transfers", counts.waits(), kUpdatesInAll);
}

constexpr lab::Step kSteps[] = {
    {"orders-snapshot", orders_snapshot},
    {"orders-known", orders_known, "orders-snapshot"},
    {"orders-neighbours", orders_neighbours},
    {"transfers", transfers, "orders-neighbours"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
