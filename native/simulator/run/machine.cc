#include "machine.hpp"

#include <exception>

#include "locks.hpp"

namespace lab::sim {
namespace {

// A thread that goes on and on while others could run gives way: a loop that waits without World::wait().
constexpr std::uint32_t kGreedy = 200;
// So often sched_yield() comes back although nothing has changed; more than std::atomic::wait() tries before it sleeps.
constexpr std::uint32_t kFreeYields = 8;
// So often all of them may look again when nobody has stored anything: a load has its old values (kOldReads in
// model/memory.cc) behind it by then, of a few objects.
constexpr std::uint32_t kIdleRounds = 12;

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

void Simulation::point(Pending pending) {
  if (plan_.pace != nullptr) return;  // the clocks decide
  // With stores on their way, what a step touches is not what it names.
  pending_[now_] = buffers() ? Pending{Pending::Kind::kAnybody, 0, 0} : pending;
  if (++points_ > plan_.most_steps) {
    Sentence sentence;
    sentence.add("Still not done after ").add_number(plan_.most_steps);
    fail(Failure::kEndless, sentence.add(" steps, in which every thread had its turns."));
  }
  ++current().points_in_a_row;
  if (!current().buffer.empty()) drain_some();
  const std::uint32_t next = next_thread();
  if (next != now_) {
    switch_to(next);
    if (!current().buffer.empty()) drain_some();  // meanwhile
  }
  plan_.strategy->runs(static_cast<std::uint8_t>(now_), pending_);
}

void Simulation::switch_to(std::uint32_t id) {
  Thread& from = current();
  from.points_in_a_row = 0;
  if (threads_[id].state == State::kWaiting) threads_[id].state = State::kReady;
  now_ = id;
  threads_[id].fiber.resume(from.fiber);
}

bool Simulation::can_run(std::uint32_t id) const noexcept {
  const Thread& thread = threads_[id];
  if (thread.state == State::kReady) return true;
  return thread.state == State::kWaiting && (thread.stores_seen != stores_ || thread.saw_old);
}

Runnable Simulation::runnable() {
  Runnable found;
  const auto add = [&found](std::uint32_t id) { found.threads[found.count++] = static_cast<std::uint8_t>(id); };
  const bool greedy = current().points_in_a_row > kGreedy;
  if (current().state == State::kReady && !greedy) add(now_);
  for (std::uint32_t i = 1; i < count_; ++i) {
    const std::uint32_t id = (now_ + i) % count_;
    if (can_run(id)) add(id);
  }
  if (found.count == 0 && can_run(now_)) add(now_);
  return found;
}

std::uint32_t Simulation::next_thread() {
  for (;;) {
    const Runnable found = runnable();
    if (found.count == 0) {
      if (!release_the_waiting()) fail_stuck();
      continue;
    }
    if (plan_.strategy == nullptr) return found.threads[0];
    std::uint32_t index = 0;
    if (found.count == 1) {
      if (plan_.strategy->redundant(found.threads[0])) index = Strategy::kRedundant;
    } else {
      index = plan_.strategy->choose_thread(found, pending_);
      if (index != Strategy::kRedundant) tape_.push_back(static_cast<std::uint8_t>(index));
    }
    if (index != Strategy::kRedundant) return found.threads[index];
    end_.redundant = true;
    end_run();
  }
}

// Nobody can go on. Those that only wait look again, some times: what they read may have been old.
bool Simulation::release_the_waiting() noexcept {
  if (++idle_rounds_ > kIdleRounds) return false;
  bool any = false;
  for (std::uint32_t i = 0; i < count_; ++i) {
    if (threads_[i].state != State::kWaiting) continue;
    threads_[i].stores_seen = ~std::uint64_t{0};
    any = true;
  }
  return any;
}

void Simulation::fail_stuck() {
  Sentence sentence;
  const char* separator = "Nobody can go on: ";
  for (std::uint32_t i = 0; i < count_; ++i) {
    const State state = threads_[i].state;
    if (state != State::kWaiting && state != State::kBlocked) continue;
    if (i == 0 && count_ > 1) continue;  // it waits for the others
    sentence.add(separator).add(threads_[i].name != nullptr ? threads_[i].name : "a thread");
    sentence.add(state == State::kWaiting ? " waits for something to change" : " is blocked");
    separator = ", ";
  }
  fail(Failure::kStuck, sentence.add('.'));
}

void Simulation::yield(std::uintptr_t place) {
  Thread& self = current();
  if (plan_.pace != nullptr) return spend(true);
  drain_at_leisure();
  if (trace_.on()) tell(EventKind::kWait, place);
  self.state = State::kWaiting;
  self.stores_seen = stores_;
  pending_[now_] = {Pending::Kind::kAnybody, 0, 0};
  plan_.strategy->yields(static_cast<std::uint8_t>(now_));
  if (++points_ > plan_.most_steps) point({});
  const std::uint32_t next = next_thread();
  if (next != now_) {
    switch_to(next);
  } else {
    self.state = State::kReady;
  }
  self.saw_old = false;
  plan_.strategy->runs(static_cast<std::uint8_t>(now_), pending_);
}

void Simulation::give_way(std::uintptr_t place) {
  Thread& self = current();
  self.yields = self.yielded_at == stores_ ? self.yields + 1 : 1;
  self.yielded_at = stores_;
  if (plan_.pace != nullptr || self.yields > kFreeYields) return yield(place);
  point({});
}

void Simulation::block(std::uintptr_t key) {
  drain_at_leisure();
  Thread& self = current();
  self.state = State::kBlocked;
  self.blocked_on = key;
  const std::uint32_t next = next_thread();
  switch_to(next);
  // Whoever has slept has not been faster than whoever woke it.
  for (std::uint32_t i = 1; i < count_; ++i) {
    if (threads_[i].state == State::kReady && self.clock + kLineWait < threads_[i].clock)
      self.clock = threads_[i].clock;
  }
}

std::uint32_t Simulation::wake(std::uintptr_t key, bool all) {
  Runnable found;
  for (std::uint32_t i = 0; i < count_; ++i) {
    if (threads_[i].state == State::kBlocked && threads_[i].blocked_on == key) {
      found.threads[found.count++] = static_cast<std::uint8_t>(i);
    }
  }
  if (found.count == 0) return 0;
  note_store();
  if (!all) {
    threads_[found.threads[choose(found.count, Choice::kWake)]].state = State::kReady;
    return 1;
  }
  for (std::uint32_t i = 0; i < found.count; ++i) threads_[found.threads[i]].state = State::kReady;
  return found.count;
}

// While lines are counted: an access takes time on its core's clock.
void Simulation::spend(bool atomic) {
  if (now_ == 0) return;
  Thread& self = current();
  if (atomic) {
    const auto& pace = plan_.pace->of[(now_ - 1) % 2];
    self.clock += pace.from + random_.below(pace.to - pace.from + 1);
    if (pace.pause_every != 0 && self.until_pause-- == 0) {
      self.until_pause = pace.pause_every / 2 + static_cast<std::uint32_t>(random_.below(pace.pause_every));
      self.clock += pace.pause / 2 + random_.below(pace.pause);
    }
  }
  let_the_slower_run();
}

void Simulation::let_the_slower_run() {
  std::uint32_t slowest = now_;
  for (std::uint32_t i = 1; i < count_; ++i) {
    if (threads_[i].state != State::kReady) continue;
    if (threads_[i].clock < threads_[slowest].clock) slowest = i;
  }
  if (slowest != now_) switch_to(slowest);
}

}  // namespace lab::sim
