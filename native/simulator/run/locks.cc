#include "locks.hpp"

namespace lab::sim {
namespace {

constexpr std::uint32_t kLockSize = 40;  // of a pthread_mutex_t; what is meant is the object

void reach(std::uintptr_t address, EventKind kind, std::uintptr_t place) {
  Simulation& machine = simulation();
  machine.point({Pending::Kind::kWrite, kLockSize, address});
  machine.settle();
  if (Event* const event = machine.tell(kind, place); event != nullptr) event->address = address;
}

}  // namespace

Locks& locks() noexcept {
  static Locks all;
  return all;
}

Lock& Locks::at(std::uintptr_t address) {
  bool fresh = false;
  Lock& lock = locks_.at(address, fresh);
  if (fresh) lock = {};
  return lock;
}

void Locks::take(Lock& lock) noexcept {
  Simulation& machine = simulation();
  lock.held = true;
  lock.holder = machine.current_id();
  machine.viewer().now.join(lock.released);
  machine.viewer().tick();
}

void Locks::acquire(std::uintptr_t address, std::uintptr_t place) {
  reach(address, EventKind::kLock, place);
  Simulation& machine = simulation();
  machine.reach_lock(address, place);
  if (at(address).held && at(address).holder == machine.current_id()) {
    Sentence sentence;
    machine.fail(Failure::kStuck,
                 sentence.add("This thread locks a mutex that it holds already: it waits for itself."));
  }
  while (at(address).held) machine.block(address);
  take(at(address));
}

bool Locks::try_acquire(std::uintptr_t address, std::uintptr_t place) {
  reach(address, EventKind::kLock, place);
  simulation().reach_lock(address, place);
  if (at(address).held) return false;
  take(at(address));
  return true;
}

void Locks::release(std::uintptr_t address, std::uintptr_t place) {
  reach(address, EventKind::kUnlock, place);
  Simulation& machine = simulation();
  machine.reach_lock(address, place);
  Lock& lock = at(address);
  if (!lock.held || lock.holder != machine.current_id()) {
    Sentence sentence;
    machine.fail(Failure::kRefused, sentence.add("This thread unlocks a mutex that it does not hold."));
  }
  lock.held = false;
  lock.released = machine.viewer().now;
  machine.viewer().tick();
  machine.note_store();
  machine.wake(address, true);
}

void Locks::wait(std::uintptr_t condition, std::uintptr_t lock, std::uintptr_t place) {
  release(lock, place);
  simulation().block(condition);
  acquire(lock, place);
}

void Locks::notify(std::uintptr_t condition, bool all, std::uintptr_t place) {
  reach(condition, EventKind::kUnlock, place);
  simulation().wake(condition, all);
}

}  // namespace lab::sim
