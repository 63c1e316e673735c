// The optimized build, which is the one that is timed, under load: no sanitizer looks on, and the compiler and the
// processor do all that they may.
#include "stopped.hpp"

namespace {

using namespace stats;

constexpr std::uint64_t kUpdates = 500'000;
constexpr std::uint64_t kFewUpdates = 50'000;
constexpr std::uint64_t kMeetings = 20'000;
constexpr std::uint64_t kMostUpdates = 2'000'000;
constexpr std::uint64_t kUpdatesPerTurn = 10'000;

void never_torn(Check& check) {
  watch<1, 3>(check, kUpdates, 1, false);
  watch<1, 9>(check, kUpdates, 1, false);
  watch<2, 3>(check, kFewUpdates, 2, false);
  watch<4, 3>(check, kFewUpdates, 2, false);
}

// While one thread counts, another one's counters stand still: a read of these has no reason to fail.
void neighbours(Check& check) {
  check.scene("LiveCounters<2, 3> counters;  // thread 0 counts all the time, thread 1 now and then");
  auto* const counters = new LiveCounters<2, 3>;
  std::uint64_t over = 0;
  std::uint64_t other_updates = 0;
  lab::run_together(
      check,
      [&] {
        for (std::uint64_t i = 0; look(over) == 0 && !check.stopped(); ++i) {
          counters->add(0, Updates<3>::number(i));
          put(other_updates, i + 1);
        }
      },
      [&] {
        struct Ends {
          std::uint64_t& over;
          ~Ends() { put(over, 1); }
        } const ends{over};
        std::array<std::uint64_t, 3> seen{};
        // Until both have counted at the same time, and not only one after the other.
        std::uint64_t meetings = 0;
        for (std::uint64_t i = 0; meetings < kMeetings && i < kMostUpdates; ++i) {
          const std::uint64_t before = look(other_updates);
          check.doing("counters.add(1, update {})", i);
          counters->add(1, Updates<3>::number(i));
          check.got("");
          check.doing("counters.try_read(1, out)");
          const bool read = counters->try_read(1, seen);
          check.got(" -> {b}", read);
          check.expect(read, "That should be true: this thread itself has counted last, and nobody else may.");
          View<3>().hold(check, seen, i + 1);
          if (look(other_updates) != before) ++meetings;
          if (i % kUpdatesPerTurn == 0) lab::let_others_run();
        }
      });
  delete counters;
}

void one_cpu(Check& check) { watch<2, 3>(check, kFewUpdates, 1, false, true); }

constexpr lab::Step kSteps[] = {
    {"neighbours", neighbours},
    {"never-torn", never_torn, "neighbours"},
    {"stopped-writer", stopped_writer, "neighbours"},
    {"stopped-reader", stopped_reader, "neighbours"},
    {"one-cpu", one_cpu, "never-torn"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
