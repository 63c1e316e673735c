// Scenarios for the simulated machine. A check program that is built with the profile `simulated` runs small pieces of
// concurrent code under every order of events that C++ allows (or many of them), and counts what they cost in cache
// lines; docs/simulator.md has the model and its limits.
//
//   void hands_over(lab::Check& check) {
//     lab::explore(check, {.schedules = 2000}, [](lab::World& world) {
//       auto* const ring = new SpscRing<int, 2>;                       // set up: a new one for each run
//       world.thread("producer", [&] {
//         for (int i = 1; i <= 3; ++i) {
//           while (!ring->try_push(i)) world.wait();
//         }
//       });
//       world.thread("consumer", [&] {
//         for (int i = 1; i <= 3; ++i) {
//           int out = 0;
//           while (!ring->try_pop(out)) world.wait();
//           world.expect(out == i, "out should be {}; it is {}.", i, out);
//         }
//       });
//       world.run();                                                   // until both are done
//       delete ring;                                                   // then look at what is left
//     });
//   }
//
// What goes wrong in a run, an expectation, a data race, a deadlock, a crash, fails the step and is told as the
// shortest run that was found. The scenario's own code is run and watched like the learner's. It is the same in every
// run: what it does may depend on what it reads, and on nothing else.
#pragma once

#include <typeinfo>

#include "lab/check.hpp"

namespace lab {

// What the machine's memory may do. A data race is one by C++'s rules on all three.
enum class SimulatedMemory : std::uint8_t {
  kCpp,  // everything that C++20 allows but load buffering: what a compiler and any processor may make of the code
  kTso,  // x86: stores may be late, and nothing else
  kSc,   // one memory, one access after the other
};

// How runs are found. All of them are the same on every machine.
struct Exploration {
  std::uint32_t schedules = 1000;  // at most so many runs
  // One after the other without repeating any, so that a small scenario is exhausted; otherwise random ones, half of
  // them by PCT (Burckhardt et al., ASPLOS 2010).
  bool systematic = false;
  SimulatedMemory memory = SimulatedMemory::kCpp;
  std::uint64_t seed = 1;
  std::uint32_t most_steps = 20'000;  // of one run: atomic operations, locks, waits
  // The choices of a run that went wrong are told as advice, and can be given here again: then there is only this run.
  bool tells_choices = false;
  const char* replay = nullptr;  // `3:1,17:2`: at the third choice the first alternative, at the 17th the second
};

struct Explored {
  std::uint64_t runs = 0;
  bool all = false;  // systematic, and there are no others
};

// One run of a scenario, as the scenario's code sees it.
class World {
 public:
  // A thread, which begins at run(). Names are literals. At most seven.
  template <typename Body>
  void thread(const char* name, const Body& body) {
    add_thread(
        name, [](void* copy) { (*static_cast<Body*>(copy))(); }, new Body(body));
  }

  // Where lines are counted, waits for parts of this object are told with their offsets in it, and with its members'
  // names where debug information has them. For learners' objects; at most sixteen.
  template <typename T>
  void object(const T& thing) noexcept {
    add_object(&thing, sizeof(T), typeid(T).name());
  }

  // Runs the threads until all are done. What they did happens before what the scenario does then.
  void run();

  // In a thread: nothing can be done until another thread has stored something. A loop that waits without saying so
  // costs steps; the simulator notices in the end, and lets the others go on.
  void wait() noexcept;

  // As in Check: a call, and what came of it, told in the thread's column; and what must hold.
  template <typename... N>
  void doing(const char* call, N... values) {
    begin_call(call, numbers(values...));
  }
  template <typename... N>
  void got(const char* outcome, N... values) {
    end_call(outcome, numbers(values...));
  }
  template <typename... N>
  void expect(bool holds, const char* sentence, N... values) {
    if (!holds) [[unlikely]]
      fail(sentence, values...);
  }
  // Ends the run, and never returns.
  template <typename... N>
  [[noreturn]] void fail(const char* sentence, N... values) {
    fail_with(sentence, numbers(values...));
  }

 private:
  void add_thread(const char* name, void (*body)(void*), void* copy);
  void add_object(const void* begin, std::size_t size, const char* type) noexcept;
  void begin_call(const char* call, const Numbers& values);
  void end_call(const char* outcome, const Numbers& values);
  [[noreturn]] void fail_with(const char* sentence, const Numbers& values);
};

// What `lab simulate` runs, in a file of the learner's own.
void scenario(World& world);

using ScenarioBody = void (*)(void* scenario, World& world);

Explored explore_scenario(Check& check, const Exploration& plan, ScenarioBody body, void* scenario);

// Runs the scenario again and again. The first run that goes wrong is shortened, told, and fails the step.
template <typename Scenario>
Explored explore(Check& check, const Exploration& plan, Scenario scenario) {
  return explore_scenario(
      check, plan, [](void* self, World& world) { (*static_cast<Scenario*>(self))(world); }, &scenario);
}

// --- what it costs in cache lines ---

// How fast the threads are while lines are counted. Each has a core with a clock of its own; whose clock is behind runs
// next, as on real cores that run side by side. An atomic operation takes what is drawn from `from` to `to`; whatever
// has to wait for the other core takes kLineWait more; plain accesses that find their line at home take nothing, so
// that two compilers give the same counts. After `pause_every` atomic operations a thread is away for `pause`.
struct Pace {
  struct {
    std::uint32_t from;
    std::uint32_t to;
    std::uint32_t pause_every;  // 0: never
    std::uint32_t pause;
  } of[2];  // for the first and the second thread; further ones in turn
};

// A line from another core's cache against one at home: tens of nanoseconds against one.
inline constexpr std::uint32_t kLineWait = 40;

inline constexpr Pace kEven{{{1, 4, 0, 0}, {1, 4, 0, 0}}};            // one close behind the other
inline constexpr Pace kBursts{{{1, 4, 60, 4000}, {1, 4, 60, 4000}}};  // some items, then none for a while
inline constexpr Pace kFirstAhead{{{1, 4, 0, 0}, {80, 160, 0, 0}}};   // a producer that mostly finds it full
inline constexpr Pace kSecondAhead{{{80, 160, 0, 0}, {1, 4, 0, 0}}};  // a consumer that mostly finds it empty
inline constexpr Pace kEveryPace[] = {kEven, kBursts, kFirstAhead, kSecondAhead};

struct LineCounts {
  std::uint64_t accesses;
  std::uint64_t transfers;      // a line came from the other core's cache
  std::uint64_t upgrades;       // a write had to have the other core's copy of a line dropped first
  std::uint64_t invalidations;  // copies dropped
  // What a core waited for another one for.
  [[nodiscard]] std::uint64_t waits() const noexcept { return transfers + upgrades; }
};

struct Counting {
  std::span<const Pace> paces = kEveryPace;  // counted for each, and added up
  std::uint32_t line_bytes = 64;             // 128 where lines travel in pairs
  std::uint64_t seed = 1;
  // Of the whole scenario: with it, the places that cost most are given as advice, per item. 0: no advice.
  std::uint64_t items = 0;
};

LineCounts count_lines_of_scenario(Check& check, const Counting& plan, ScenarioBody body, void* scenario);

// Runs the scenario once for each pace and counts what its threads' cores wait for each other for. What happens
// before and after World::run() is not counted.
template <typename Scenario>
LineCounts count_lines(Check& check, const Counting& plan, Scenario scenario) {
  return count_lines_of_scenario(
      check, plan, [](void* self, World& world) { (*static_cast<Scenario*>(self))(world); }, &scenario);
}

}  // namespace lab
