// Who runs next, who waits for whom, and what it means that nobody can go on.
#include "machine.hpp"

namespace lab::sim {
namespace {

// A thread that goes on and on while others could run gives way: a loop that waits without World::wait().
constexpr std::uint32_t kGreedy = 200;
// So often sched_yield() comes back although nothing has changed; more than std::atomic::wait() tries before it sleeps.
constexpr std::uint32_t kFreeYields = 8;
// So often all of them may look again when nobody has stored anything: a load has its old values (kOldReads in
// model/memory.cc) behind it by then, of a few objects.
constexpr std::uint32_t kIdleRounds = 12;

}  // namespace

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

}  // namespace lab::sim
