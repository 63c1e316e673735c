// Threads that are stopped at whatever instruction they have come to, while others count and read.
#pragma once

#include "lab/stoppable.hpp"
#include "watching.hpp"

namespace stats {

// Lets a stopped thread go on, also when an expectation fails.
class StandingStill {
 public:
  explicit StandingStill(lab::Stoppable& thread) : thread_(thread), stands_(thread.stop()) {}
  StandingStill(const StandingStill&) = delete;
  StandingStill& operator=(const StandingStill&) = delete;
  ~StandingStill() {
    if (stands_) thread_.go_on();
  }
  explicit operator bool() const { return stands_; }

 private:
  lab::Stoppable& thread_;
  const bool stands_;
};

// Runs `victim(stoppable, over)` in one thread, which may be stopped, and `other(stoppable)` in a second one.
template <typename Victim, typename Other>
void run_with_a_victim(Check& check, Victim&& victim, Other&& other) {
  lab::Stoppable stoppable;
  std::uint64_t over = 0;
  lab::run_together(
      check,
      [&] {
        stoppable.enter();
        struct Leaves {
          lab::Stoppable& stoppable;
          ~Leaves() { stoppable.leave(); }
        } const leaves{stoppable};
        victim(over);
      },
      [&] {
        struct Ends {
          lab::Stoppable& stoppable;
          std::uint64_t& over;
          ~Ends() {
            put(over, 1);
            stoppable.done();
          }
        } const ends{stoppable, over};
        other(stoppable);
      });
}

// So that the thread is stopped at another instruction each time.
inline void wait_a_little(lab::Random& random) {
  for (std::uint64_t i = random.below(500); i != 0; --i) asm volatile("" ::: "memory");
}

// Each takes two switches, and on a busy machine some time slices.
inline constexpr int kStops = 250;
inline constexpr std::uint64_t kUntouched = 777'777'777;

// The thread that counts is stopped. Readers get an answer, and so do other threads that count.
template <std::size_t Kinds>
void stop_the_writer(Check& check) {
  check.scene("LiveCounters<2, {}> counters;  // thread 0 counts, and is stopped at any instruction", Kinds);
  auto* const counters = new LiveCounters<2, Kinds>;
  std::uint64_t returned = 0;  // updates of thread 0
  run_with_a_victim(
      check,
      [&](const std::uint64_t& over) {
        for (std::uint64_t i = 0; look(over) == 0 && !check.stopped(); ++i) {
          counters->add(0, Updates<Kinds>::number(i));
          put(returned, i + 1);
        }
      },
      [&](lab::Stoppable& writer) {
        lab::Random random(1);
        View<Kinds> view;
        std::array<std::uint64_t, Kinds> seen{};
        for (std::uint64_t stop = 0; stop < kStops; ++stop) {
          wait_a_little(random);
          const StandingStill still(writer);
          const std::uint64_t at_least = look(returned);
          seen.fill(kUntouched);
          check.doing("counters.try_read(0, out)");
          const bool read = counters->try_read(0, seen);
          check.got(" -> {b}", read);
          if (read) {
            view.hold(check, seen, at_least);
          } else {
            for (const std::uint64_t each : seen)
              check.expect(each == kUntouched, "A read that returns false has to leave `out` as it was.");
          }
          check.doing("counters.add(1, update {})", stop);
          counters->add(1, Updates<Kinds>::number(stop));
          check.got("");
          check.doing("counters.try_read(1, out)");
          const bool other = counters->try_read(1, seen);
          check.got(" -> {b}", other);
          check.expect(other, "That should be true: it is thread 0 that was stopped, and nobody else is counting.");
          View<Kinds>().hold(check, seen, stop + 1);
        }
      });
  delete counters;
}

// A reader is stopped. The thread that counts goes on as if nobody were there, and so do other readers.
template <std::size_t Kinds>
void stop_a_reader(Check& check, std::uint64_t updates_meanwhile, int stops) {
  check.scene(
      "LiveCounters<1, {}> counters;  // another thread reads, and is stopped for {} updates at any instruction", Kinds,
      updates_meanwhile);
  auto* const counters = new LiveCounters<1, Kinds>;
  run_with_a_victim(
      check,
      [&](const std::uint64_t& over) {
        View<Kinds> view;
        std::array<std::uint64_t, Kinds> seen{};
        while (look(over) == 0 && !check.stopped()) {
          if (counters->try_read(0, seen)) view.hold_quickly(check, seen);
        }
      },
      [&](lab::Stoppable& reader) {
        lab::Random random(2);
        std::array<std::uint64_t, Kinds> seen{};
        std::uint64_t i = 0;
        for (int stop = 0; stop < stops && !check.stopped(); ++stop) {
          wait_a_little(random);
          const StandingStill still(reader);
          for (std::uint64_t end = i + updates_meanwhile; i < end; ++i) {
            check.doing("counters.add(0, update {})", i);
            counters->add(0, Updates<Kinds>::number(i));
            check.got("");
          }
          check.doing("counters.try_read(0, out)");
          const bool read = counters->try_read(0, seen);
          check.got(" -> {b}", read);
          check.expect(read, "That should be true: nobody is counting now. Another reader was stopped.");
          View<Kinds>().hold(check, seen, i);
        }
      });
  delete counters;
}

inline void stopped_writer(Check& check) {
  stop_the_writer<3>(check);
  stop_the_writer<9>(check);
}

inline void stopped_reader(Check& check) {
  constexpr std::size_t kMany = 32;  // so that most of a reader's time is spent in the middle
  stop_a_reader<3>(check, 1, kStops);
  stop_a_reader<kMany>(check, 1, kStops);
  // As many updates as bring a number of 7 or 8, or of 15 or 16 bits back to where it was, if each counts twice or
  // once.
  stop_a_reader<kMany>(check, 128, kStops / 2);
  stop_a_reader<kMany>(check, 256, kStops / 2);
  stop_a_reader<kMany>(check, 1 << 15, kStops / 10);
}

}  // namespace stats
