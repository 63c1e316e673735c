// x86's memory: each core has a buffer of stores that nobody else sees yet, first in, first out; its own loads look
// there first; locked instructions and mfence wait until it is empty (Sewell et al., "x86-TSO", CACM 2010). Only atomic
// stores go through it here: plain ones may not be seen early or late by anybody without a data race.
#include "machine.hpp"

namespace lab::sim {

void Simulation::put_in_buffer(Location& location, Order order, Value value) {
  viewers_[now_].tick();  // what comes behind is not what the store carries
  Buffered stored;
  stored.address = location.address;
  stored.size = location.size;
  stored.order = order;
  stored.value = value;
  stored.step = step_;
  stored.viewer = viewers_[now_];
  --stored.viewer.now.clock.at[now_];
  current().buffer.push_back(stored);
}

// The newest value of its own that is on the way, if there is one.
const Value* Simulation::find_in_buffer(std::uintptr_t address, std::uint32_t size) noexcept {
  const Vector<Buffered>& buffer = current().buffer;
  for (std::size_t i = buffer.size(); i-- > 0;) {
    if (buffer[i].address == address && buffer[i].size == size) return &buffer[i].value;
  }
  return nullptr;
}

void Simulation::drain_one() {
  Vector<Buffered>& buffer = current().buffer;
  Buffered oldest = buffer.front();
  buffer.erase(buffer.begin());
  Location* const location = memory_.find(oldest.address);
  if (location == nullptr) return;  // the object has come to its end
  const std::uint64_t now = step_;
  step_ = oldest.step;  // the story tells the store where the code has it
  memory_.store(oldest.viewer, *location, oldest.order, oldest.value);
  step_ = now;
  after_store(*location);
}

void Simulation::drain() {
  while (!current().buffer.empty()) drain_one();
}

// Others may do something first.
void Simulation::drain_at_leisure() {
  if (current().buffer.empty()) return;
  point({});
  drain();
}

// At a point some of it may have come through. The ordinary choice is all of it.
void Simulation::drain_some() {
  while (!current().buffer.empty() && choose(2, Choice::kFlush) == 0) drain_one();
}

}  // namespace lab::sim
