// What each access of the simulated program does.
#include "machine.hpp"

namespace lab::sim {
Event* Simulation::tell(EventKind kind, std::uintptr_t place) {
  if (!trace_.on()) return nullptr;
  Event& event = trace_.add();
  event.step = step_;
  event.kind = kind;
  event.thread = static_cast<std::uint8_t>(now_);
  event.places[0] = place;
  const Vector<std::uintptr_t>& calls = current().calls;
  for (std::uint32_t i = 1; i < Event::kMostPlaces && i <= calls.size(); ++i) {
    event.places[i] = calls[calls.size() - i];
  }
  return &event;
}

void Simulation::check_access(std::uintptr_t address, std::size_t size, bool write, bool atomic) {
  if (heap_.is_freed(address)) {
    Sentence sentence;
    sentence.add(write ? "This writes to" : "This reads").add(" memory that has been freed.");
    fail(Failure::kFreed, sentence);
  }
  const Access* const other = races_.note(now_, viewer().now.clock, address, size, write, atomic, step_);
  if (other == nullptr) return;
  end_.other_step = other->step;
  end_.before = other->before;
  fail(Failure::kRace, {});
}

void Simulation::plain(std::uintptr_t address, std::size_t size, bool write, std::uintptr_t place) {
  if (size == 0 || is_thread_local(address)) return;
  if (plan_.pace != nullptr) touch_lines(address, size, write, place);
  ++step_;
  if (Event* const event = tell(write ? EventKind::kWrite : EventKind::kRead, place); event != nullptr) {
    event->address = address;
    event->size = static_cast<std::uint8_t>(size > 255 ? 255 : size);
  }
  check_access(address, size, write, false);
  if (write) memory_.forget(address, size);
  if (plan_.pace != nullptr) spend(false);
}

// Where libstdc++ counts who waits (front/futex.cc): the static table in std::__detail::__waiter_pool_base::_S_for(),
// 16 pairs of lines.
extern "C" __attribute__((weak)) char lab_sim_waiters[] __asm__("_ZZNSt8__detail18__waiter_pool_base6_S_forEPKvE3__w");
constexpr std::size_t kWaitersSize = std::size_t{16} * 128;

Location& Simulation::atomic_at(std::uintptr_t address, std::uint32_t size, bool write, EventKind kind,
                                std::uintptr_t place) {
  point({write ? Pending::Kind::kWrite : Pending::Kind::kRead, size, address});
  if (plan_.pace != nullptr) touch_lines(address, size, write, place);
  ++step_;
  if (lab_sim_waiters != nullptr && address - reinterpret_cast<std::uintptr_t>(lab_sim_waiters) < kWaitersSize) {
    see_everything();
  }
  if (Event* const event = tell(kind, place); event != nullptr) {
    event->address = address;
    event->size = static_cast<std::uint8_t>(size);
  }
  const Access* const first = memory_.find(address) == nullptr ? races_.last_write(address) : nullptr;
  const std::uint32_t thread = first != nullptr ? first->thread : 0;
  const std::uint32_t epoch = first != nullptr ? first->epoch : 1;
  check_access(address, size, write, true);
  Location* location = memory_.find(address);
  if (location == nullptr) location = &memory_.begin(address, size, thread, epoch);
  if (location->size != size) refuse("atomic accesses of different sizes to one object");
  return *location;
}

void Simulation::after_store(Location& location) {
  note_store();
  const Viewer* readers[kMostThreads];
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < count_; ++i) {
    // The scenario's own thread looks again when it knows all that the others know.
    if (threads_[i].state != State::kDone && (i != 0 || count_ == 1)) readers[count++] = &viewers_[i];
  }
  memory_.prune(location, readers, count);
  if (plan_.pace != nullptr) spend(true);
}

namespace {

void tell_read(Event* event, const Outcome& outcome, Order order) {
  if (event == nullptr) return;
  event->order = order;
  event->value = outcome.read;
  event->newest = outcome.newest;
  event->newest_step = outcome.newest_step;
  event->from_step = outcome.from_step;
  event->behind = outcome.behind;
}

}  // namespace

Value Simulation::load(std::uintptr_t address, std::uint32_t size, Order order, std::uintptr_t place) {
  Location& location = atomic_at(address, size, false, EventKind::kLoad, place);
  if (const Value* const mine = find_in_buffer(address, size); mine != nullptr) {
    if (trace_.on()) trace_.events().back().value = *mine;
    viewer().tick();
    return *mine;
  }
  const Outcome outcome = memory_.load(viewer(), location, order);
  if (trace_.on()) tell_read(&trace_.events().back(), outcome, order);
  if (outcome.behind != 0) current().saw_old = true;
  if (plan_.pace != nullptr) spend(true);
  return outcome.read;
}

void Simulation::store(std::uintptr_t address, std::uint32_t size, Order order, Value value, std::uintptr_t place) {
  Location& location = atomic_at(address, size, true, EventKind::kStore, place);
  if (trace_.on()) {
    trace_.events().back().order = order;
    trace_.events().back().value = value;
  }
  if (buffers() && order != Order::kSeqCst) return put_in_buffer(location, order, value);
  drain();
  memory_.store(viewer(), location, order, value);
  after_store(location);
}

Value Simulation::modify(std::uintptr_t address, std::uint32_t size, Order order, Modify change, Value argument,
                         std::uintptr_t place) {
  Location& location = atomic_at(address, size, true, EventKind::kModify, place);
  drain();
  const Outcome outcome = memory_.modify(viewer(), location, order, change, argument);
  if (trace_.on()) {
    tell_read(&trace_.events().back(), outcome, order);
    trace_.events().back().newest = change(outcome.read, argument);
  }
  after_store(location);
  return outcome.read;
}

bool Simulation::compare_exchange(std::uintptr_t address, std::uint32_t size, Order success, Order failure,
                                  Value& expected, Value desired, bool weak, std::uintptr_t place) {
  Location& location = atomic_at(address, size, true, EventKind::kModify, place);
  const Outcome outcome =
      memory_.compare_exchange(viewer(), location, success, failure, expected, desired, weak && plan_.pace == nullptr);
  if (trace_.on()) {
    Event& event = trace_.events().back();
    tell_read(&event, outcome, outcome.succeeded ? success : failure);
    if (!outcome.succeeded) event.kind = EventKind::kFailed;
    if (outcome.succeeded) event.newest = desired;
  }
  if (outcome.succeeded) {
    after_store(location);
    return true;
  }
  if (outcome.behind != 0) current().saw_old = true;
  expected = outcome.read;
  if (plan_.pace != nullptr) spend(true);
  return false;
}

void Simulation::fence(Order order, std::uintptr_t place) {
  point({Pending::Kind::kLocal, 0, 0});
  ++step_;
  if (Event* const event = tell(EventKind::kFence, place); event != nullptr) event->order = order;
  if (order == Order::kSeqCst) drain();
  memory_.fence(viewer(), order);
}

}  // namespace lab::sim
