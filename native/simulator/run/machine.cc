#include "machine.hpp"

#include <exception>

#include "locks.hpp"

namespace lab::sim {
namespace {

void enter_thread(void*) { simulation().thread_body(); }

struct Scenario {
  ScenarioBody body;
  void* scenario;
};

void run_scenario(void* argument) {
  const Scenario& self = *static_cast<const Scenario*>(argument);
  World world;
  self.body(self.scenario, world);
}

}  // namespace

constinit bool program_is_running = false;

Simulation& simulation() noexcept {
  static Simulation one;
  return one;
}

void Simulation::begin(const RunPlan& plan) {
  plan_ = plan;
  end_ = {};
  step_ = points_ = stores_ = 0;
  idle_rounds_ = 0;
  random_ = Random(plan.seed);
  memory_.reset(plan.pace != nullptr                   ? Machine::kSc
                : plan.memory == SimulatedMemory::kCpp ? Machine::kCpp
                : plan.memory == SimulatedMemory::kTso ? Machine::kTso
                                                       : Machine::kSc);
  races_.reset();
  heap_.reset();
  objects_.reset();
  coherence_.reset(plan.line_bytes);
  locks().reset();
  forget_named_threads();
  trace_.reset(plan.traced);
  tape_.clear();
  for (Thread& thread : threads_) {
    thread.state = State::kAbsent;
    thread.calls.clear();
    thread.at_exit.clear();
    thread.buffer.clear();
  }
  count_ = 0;
}

RunEnd Simulation::run(const RunPlan& plan, ScenarioBody body, void* scenario) {
  begin(plan);
  Scenario whole{body, scenario};
  now_ = 0;
  viewers_[0] = {};
  start("scenario", run_scenario, &whole);
  threads_[0].fiber.resume(host_);
  return end_;
}

std::uint32_t Simulation::start(const char* name, void (*body)(void*), void* argument) {
  if (count_ == kMostThreads) refuse("more than seven threads");
  const std::uint32_t id = count_++;
  Thread& thread = threads_[id];
  thread.state = State::kReady;
  thread.name = name;
  thread.body = body;
  thread.argument = argument;
  thread.saw_old = false;
  thread.yields = 0;
  thread.yielded_at = 0;
  thread.points_in_a_row = 0;
  thread.fiber.begin(enter_thread, nullptr);
  pending_[id] = {};
  Viewer fresh;
  fresh.thread = id;
  if (id != 0) fresh.now = viewer().now;
  fresh.now.clock.at[id] = 1;
  viewers_[id] = fresh;
  if (id != 0) viewer().tick();
  thread.clock = id != 0 ? threads_[0].clock : 0;
  thread.until_pause = 0;
  return id;
}

void Simulation::thread_body() {
  program_is_running = true;
  const std::uint32_t id = now_;
  Thread& self = threads_[id];
  try {
    self.body(self.argument);
    while (!self.at_exit.empty()) {
      const Thread::AtExit last = self.at_exit.back();
      self.at_exit.pop_back();
      last.run(last.object);
    }
  } catch (const std::exception& error) {
    Sentence sentence;
    sentence.add("An exception leaves the thread: ").add_foreign(error.what(), strlen(error.what()));
    fail(Failure::kException, sentence.add('.'));
  } catch (...) {
    Sentence sentence;
    fail(Failure::kException, sentence.add("An exception leaves the thread."));
  }
  program_is_running = false;
  drain_at_leisure();
  if (id == 0) end_run();
  self.state = State::kDone;
  self.result = viewers_[id].now;
  note_store();
  wake(reinterpret_cast<std::uintptr_t>(&self), true);
  switch_to(next_thread());
  __builtin_unreachable();
}

void Simulation::join(std::uint32_t id) {
  while (threads_[id].state != State::kDone) block(reinterpret_cast<std::uintptr_t>(&threads_[id]));
  viewer().now.join(threads_[id].result);
  viewer().tick();
}

void Simulation::end_run() {
  host_.resume(current().fiber);
  __builtin_unreachable();
}

void Simulation::fail(Failure failure, const Sentence& sentence) {
  end_.failure = failure;
  end_.step = step_;
  conclusion_ = sentence;
  end_run();
}

void Simulation::refuse(const char* what) {
  Sentence sentence;
  fail(Failure::kRefused, sentence.add("The simulated machine does not have ").add(what).add('.'));
}

std::uint32_t Simulation::choose(std::uint32_t count, Choice kind) {
  if (count == 1 || plan_.strategy == nullptr) return 0;
  const std::uint32_t chosen = plan_.strategy->choose(count, kind);
  tape_.push_back(static_cast<std::uint8_t>(chosen));
  return chosen;
}

}  // namespace lab::sim
