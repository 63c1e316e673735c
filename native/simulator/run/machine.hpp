// The simulated machine: the threads of a run, who of them runs, and what each access does.
//
// The problem: the learner's code is unchanged C++, compiled with -fsanitize=thread, so that every access calls us
// (front/). Nothing can be simulated as a thread of its own, because then the order of events would be the kernel's. So
// all threads are fibers of one real thread, and at every point where the order could matter the machine decides who
// goes on: before each atomic operation, lock, wait and end. Between two such points only plain accesses happen, and
// whether these are ordered is told by clocks, not by luck; so no other place needs to be a point.
//
// The cost of a run is a few microseconds: a switch is twenty instructions, and nothing is built up anew but the
// scenario's own objects. What was rejected: forking a process per run (a thousand times slower), and rewinding memory
// (the learner's objects may be anywhere).
#pragma once

#include "lab/simulate.hpp"
#include "objects.hpp"
#include "simulator/explore/strategy.hpp"
#include "simulator/model/coherence.hpp"
#include "simulator/model/memory.hpp"
#include "simulator/model/races.hpp"
#include "simulator/process/heap.hpp"
#include "thread.hpp"
#include "trace.hpp"

namespace lab::sim {

// Why a run has ended early.
enum class Failure : std::uint8_t {
  kNone,
  kExpectation,
  kRace,
  kFreed,
  kStuck,
  kEndless,
  kException,
  kRefused,
  kCrash
};

struct RunEnd {
  Failure failure = Failure::kNone;
  bool redundant = false;        // cut short: every way on from here has been seen
  std::uint64_t step = 0;        // of a race, or of a use after free: the access that found it
  std::uint64_t other_step = 0;  // and the one before it
  std::uint64_t before = 0;      // what the racing write wrote over: its eight bytes
};

struct RunPlan {
  Strategy* strategy = nullptr;
  SimulatedMemory memory = SimulatedMemory::kCpp;
  std::uint64_t most_steps = 20'000;
  bool traced = false;
  const Pace* pace = nullptr;  // while lines are counted
  std::uint32_t line_bytes = 64;
  std::uint64_t seed = 1;
};

class Simulation final : public Choices {
 public:
  // One run from the beginning to the end, or to where it goes wrong.
  RunEnd run(const RunPlan& plan, ScenarioBody body, void* scenario);

  // --- what the simulated program does (front/), while it is running ---
  void plain(std::uintptr_t address, std::size_t size, bool write, std::uintptr_t place);
  Value load(std::uintptr_t address, std::uint32_t size, Order order, std::uintptr_t place);
  void store(std::uintptr_t address, std::uint32_t size, Order order, Value value, std::uintptr_t place);
  Value modify(std::uintptr_t address, std::uint32_t size, Order order, Modify change, Value argument,
               std::uintptr_t place);
  bool compare_exchange(std::uintptr_t address, std::uint32_t size, Order success, Order failure, Value& expected,
                        Value desired, bool weak, std::uintptr_t place);
  void fence(Order order, std::uintptr_t place);
  void enter_function(std::uintptr_t caller) { current().calls.push_back(caller); }
  void leave_function() noexcept {
    if (!current().calls.empty()) current().calls.pop_back();
  }

  // --- threads and what they wait for ---
  std::uint32_t start(const char* name, void (*body)(void*), void* argument);
  void join(std::uint32_t id);
  void yield(std::uintptr_t place);
  // sched_yield(): the thread may go on at once, but not for ever.
  void give_way(std::uintptr_t place);
  // The current thread stands still until wake() with the same key.
  void block(std::uintptr_t key);
  // Wakes one of those that are blocked on the key, or all. How many.
  std::uint32_t wake(std::uintptr_t key, bool all);
  // A point: here another thread may be run first.
  void point(Pending pending);
  Viewer& viewer() noexcept { return viewers_[now_]; }
  [[nodiscard]] std::uint32_t current_id() const noexcept { return now_; }
  Thread& current() noexcept { return threads_[now_]; }
  Thread& thread(std::uint32_t id) noexcept { return threads_[id]; }
  // A lock was reached for: its line is written to, where lines are counted.
  void reach_lock(std::uintptr_t address, std::uintptr_t place);
  // What the current thread has stored is in memory now: a locked instruction.
  void settle() { drain(); }
  // The current thread's loads do not go back behind what has been stored until now.
  void see_everything() noexcept { viewer().fresh_since = step_; }
  // The number that the next thread gets.
  [[nodiscard]] std::uint32_t next_id() const noexcept { return count_ < kMostThreads ? count_ : 0; }
  void note_store() noexcept { ++stores_, idle_rounds_ = 0; }
  // A new event of the trace; null while nothing is traced.
  Event* tell(EventKind kind, std::uintptr_t place);
  Trace& trace() noexcept { return trace_; }
  Heap& heap() noexcept { return heap_; }
  Objects& objects() noexcept { return objects_; }
  Races& races() noexcept { return races_; }
  Memory& memory() noexcept { return memory_; }
  Coherence& coherence() noexcept { return coherence_; }

  // Ends the run: the sentence says what should have been. Never returns.
  [[noreturn]] void fail(Failure failure, const Sentence& sentence);
  // For what this machine does not simulate.
  [[noreturn]] void refuse(const char* what);

  std::uint32_t choose(std::uint32_t count, Choice kind) override;
  [[nodiscard]] const Vector<std::uint8_t>& tape() const noexcept { return tape_; }
  [[nodiscard]] std::uint64_t points() const noexcept { return points_; }
  [[nodiscard]] const RunEnd& end() const noexcept { return end_; }
  [[nodiscard]] const Sentence& conclusion() const noexcept { return conclusion_; }
  void thread_body();

 private:
  void begin(const RunPlan& plan);
  void switch_to(std::uint32_t id);
  [[noreturn]] void leave();
  [[nodiscard]] std::uint32_t next_thread();
  [[nodiscard]] Runnable runnable();
  [[nodiscard]] bool can_run(std::uint32_t id) const noexcept;
  bool release_the_waiting() noexcept;
  [[noreturn]] void fail_stuck();
  [[nodiscard]] bool buffers() const noexcept { return plan_.memory == SimulatedMemory::kTso && plan_.pace == nullptr; }
  void put_in_buffer(Location& location, Order order, Value value);
  const Value* find_in_buffer(std::uintptr_t address, std::uint32_t size) noexcept;
  void drain_one();
  void drain();
  void drain_some();
  void drain_at_leisure();
  void spend(bool atomic);
  void let_the_slower_run();
  Location& atomic_at(std::uintptr_t address, std::uint32_t size, bool write, EventKind kind, std::uintptr_t place);
  void after_store(Location& location);
  void check_access(std::uintptr_t address, std::size_t size, bool write, bool atomic);
  void touch_lines(std::uintptr_t address, std::size_t size, bool write, std::uintptr_t place);
  [[noreturn]] void end_run();

  RunPlan plan_;
  RunEnd end_;
  Sentence conclusion_;
  std::uint64_t step_ = 0;    // every access
  std::uint64_t points_ = 0;  // places where another thread could have gone on
  std::uint64_t stores_ = 0;
  std::uint32_t idle_rounds_ = 0;
  std::uint32_t now_ = 0;
  std::uint32_t count_ = 0;
  Fiber host_;
  Thread threads_[kMostThreads];
  Viewer viewers_[kMostThreads];
  Pending pending_[kMostThreads];
  Memory memory_{*this, step_};
  Races races_;
  Coherence coherence_;
  Heap heap_;
  Objects objects_;
  Trace trace_;
  Random random_{1};
  Vector<std::uint8_t> tape_;
};

// Those that World::thread has named and nobody has run.
void forget_named_threads() noexcept;

// The one there is.
Simulation& simulation() noexcept;

// Set while the simulated program itself is running, and not the machine: only then is memcpy, say, one of its
// accesses.
extern constinit bool program_is_running;

}  // namespace lab::sim
