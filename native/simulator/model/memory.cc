#include "memory.hpp"

#include <utility>

namespace lab::sim {
Outcome Memory::load(Viewer& viewer, Location& location, Order order) {
  const std::size_t index = choose_read(viewer, location, order, Access::kRead);
  const Before strong = viewer.now.strong;
  note_read(viewer, location, index, order);
  enter_order(viewer, strong, location, index, Access::kRead, order == Order::kSeqCst);
  viewer.tick();
  return outcome_of(location, index);
}

void Memory::store(Viewer& viewer, Location& location, Order order, Value value) {
  Candidates places;
  const std::size_t known = floor(viewer, location);
  for (std::size_t i = location.messages.size(); i-- > known && places.count < Candidates::kMost;) {
    if (machine_ != Machine::kCpp && i + 1 != location.messages.size()) break;
    if (location.messages[i].taken) continue;  // nothing comes between the two
    if (!admissible(viewer, location, i, Access::kWrite, order == Order::kSeqCst)) continue;
    places.index[places.count++] = static_cast<std::uint32_t>(i);
  }
  const std::size_t behind = places.index[choices_.choose(places.count, Choice::kWrite)];
  Message& message = insert(viewer, location, behind + 1, order, value);
  message.carried = releases(order) ? viewer.now : viewer.at_release_fence;
  enter_order(viewer, viewer.now.strong, location, behind + 1, Access::kWrite, order == Order::kSeqCst);
  viewer.tick();
}

Outcome Memory::modify(Viewer& viewer, Location& location, Order order, Modify change, Value argument) {
  const std::size_t index = choose_read(viewer, location, order, Access::kModify);
  return finish_modify(viewer, location, index, order, change(location.messages[index].value, argument));
}

Outcome Memory::compare_exchange(Viewer& viewer, Location& location, Order success, Order failure, Value expected,
                                 Value desired, bool spurious) {
  // Which store is read decides whether it succeeds, and so which order applies; a store that is equal can be read in
  // success only where nothing stands behind it.
  const Candidates wins = readable(viewer, location, success, Access::kModify);
  const Candidates fails = readable(viewer, location, failure, Access::kRead);
  Candidates all;
  bool wins_at[Candidates::kMost];
  // For no reason it fails at most so often at one store, or a loop around it would never have to end.
  constexpr std::uint8_t kSpuriously = 1;
  const auto add = [&](const Candidates& some, bool winning, bool equal) {
    for (std::uint32_t i = 0; i < some.count && all.count < Candidates::kMost; ++i) {
      const Message& message = location.messages[some.index[i]];
      if ((message.value == expected) != equal) continue;
      if (equal && !winning && message.reads[viewer.thread] >= kSpuriously) continue;
      wins_at[all.count] = winning;
      all.index[all.count++] = some.index[i];
    }
  };
  add(wins, true, true);
  add(fails, false, false);
  if (spurious) add(fails, false, true);
  // The ordinary one comes first: what the newest store says.
  const auto newest = static_cast<std::uint32_t>(location.messages.size() - 1);
  for (std::uint32_t i = 0; i < all.count; ++i) {
    if (all.index[i] != newest) continue;
    for (std::uint32_t k = i; k > 0; --k) {
      std::swap(all.index[k], all.index[k - 1]);
      std::swap(wins_at[k], wins_at[k - 1]);
    }
    break;
  }
  const std::uint32_t chosen = choices_.choose(all.count, Choice::kSpurious);
  const std::size_t index = all.index[chosen];
  if (wins_at[chosen]) return finish_modify(viewer, location, index, success, desired);
  const Before strong = viewer.now.strong;
  note_read(viewer, location, index, failure);
  enter_order(viewer, strong, location, index, Access::kRead, failure == Order::kSeqCst);
  viewer.tick();
  Outcome outcome = outcome_of(location, index);
  outcome.succeeded = false;
  return outcome;
}

Outcome Memory::finish_modify(Viewer& viewer, Location& location, std::size_t index, Order order, Value value) {
  Outcome outcome = outcome_of(location, index);
  const Before strong = viewer.now.strong;
  note_read(viewer, location, index, order);
  const Knowledge inherited = location.messages[index].carried;
  location.messages[index].taken = true;
  Message& message = insert(viewer, location, index + 1, order, value);
  message.carried = releases(order) ? viewer.now : viewer.at_release_fence;
  message.carried.join(inherited);  // the release sequence goes on
  message.reads_last = true;
  enter_order(viewer, strong, location, index + 1, Access::kModify, order == Order::kSeqCst);
  viewer.tick();
  return outcome;
}

void Memory::fence(Viewer& viewer, Order order) {
  if (acquires(order)) viewer.now.join(viewer.at_acquire_fence);
  if (order == Order::kSeqCst) {
    Before before = viewer.now.strong;
    before.join(order_.fences_before(viewer.now.clock));
    for (const Location& location : locations_) {
      before.join(before_at(location, floor(viewer, location), Access::kRead));
    }
    const std::uint32_t number = order_.next(viewer.thread);
    order_.append_fence(viewer.thread, before, viewer.epoch());
    viewer.now.strong.at[viewer.thread] = number;
    for (Location& location : locations_) {
      location.messages[floor(viewer, location)].after.add(viewer.thread, number);
    }
  }
  if (releases(order)) viewer.at_release_fence = viewer.now;
  viewer.tick();
}

std::size_t Memory::floor(const Viewer& viewer, const Location& location) noexcept {
  for (std::size_t i = location.messages.size(); i-- > 1;) {
    const Clock& seen = location.messages[i].seen;
    for (std::uint32_t u = 0; u < kMostThreads; ++u) {
      if (viewer.now.clock.knows(u, seen.at[u])) return i;
    }
  }
  return 0;
}

void Memory::note_read(Viewer& viewer, Location& location, std::size_t index, Order order) {
  Message& message = location.messages[index];
  if (message.seen.at[viewer.thread] == kNever) message.seen.at[viewer.thread] = viewer.epoch();
  if (message.reads[viewer.thread] != UINT8_MAX) ++message.reads[viewer.thread];
  if (acquires(order)) {
    viewer.now.join(message.carried);
  } else {
    viewer.at_acquire_fence.join(message.carried);
  }
}

Message& Memory::insert(Viewer& viewer, Location& location, std::size_t index, Order order, Value value) {
  const Value kept = location.size == sizeof(Value) ? value : value & ((Value{1} << (8 * location.size)) - 1);
  Message message;
  message.value = kept;
  message.thread = viewer.thread;
  message.epoch = viewer.epoch();
  message.step = step_;
  message.order = order;
  message.seen.at[viewer.thread] = viewer.epoch();
  const bool newest = index == location.messages.size();
  if (!newest) message.hidden_at = step_;
  if (location.messages[index - 1].hidden_at == 0) location.messages[index - 1].hidden_at = step_;
  location.messages.insert(location.messages.begin() + static_cast<std::ptrdiff_t>(index), message);
  if (newest) put(location.address, location.size, kept);
  return location.messages[index];
}

Outcome Memory::outcome_of(const Location& location, std::size_t index) const noexcept {
  const Message& message = location.messages[index];
  Outcome outcome;
  outcome.read = message.value;
  outcome.newest = location.messages.back().value;
  outcome.newest_step = location.messages.back().step;
  outcome.from_step = message.step;
  outcome.from_thread = message.thread;
  outcome.behind = static_cast<std::uint32_t>(location.messages.size() - 1 - index);
  return outcome;
}

}  // namespace lab::sim
