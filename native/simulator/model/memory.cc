#include "memory.hpp"

#include <utility>

namespace lab::sim {
namespace {

// A thread that loops on a load sees a new value after so many old ones: "in a finite period of time"
// ([intro.progress]).
constexpr std::uint8_t kOldReads = 3;

}  // namespace

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
  const std::uint32_t newest = static_cast<std::uint32_t>(location.messages.size() - 1);
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

// What S has before an access that reads the message at `index`, or whose message comes right behind it.
Before Memory::before_at(const Location& location, std::size_t index, Access access) const noexcept {
  Before before = location.folded;
  if (!order_.used()) return before;
  for (std::size_t i = 0; i <= index; ++i) {
    before.join(location.messages[i].before_by_writer);
    // Who reads the same message is neither before nor after; a store behind it comes after its readers.
    if (i < index || access != Access::kRead) before.join(location.messages[i].before_by_readers);
  }
  return before;
}

// Whether reading the message at `index`, or storing right behind it, leaves S without a cycle.
bool Memory::admissible(const Viewer& viewer, const Location& location, std::size_t index, Access access,
                        bool seq_cst) const noexcept {
  if (!order_.used()) return true;
  After after;
  for (std::size_t i = index + 1; i < location.messages.size(); ++i) after.join(location.messages[i].after);
  if (after.empty()) return true;
  Before from = order_.fences_before(viewer.now.clock);
  if (seq_cst) {
    from.join(viewer.now.strong);
    from.join(before_at(location, index, access));
  }
  return !order_.reaches(after, from);
}

Memory::Candidates Memory::readable(const Viewer& viewer, const Location& location, Order order,
                                    Access access) const noexcept {
  Candidates found;
  const std::size_t newest = location.messages.size() - 1;
  const std::size_t known = machine_ == Machine::kCpp ? floor(viewer, location) : newest;
  for (std::size_t i = newest + 1; i-- > known && found.count < Candidates::kMost;) {
    const Message& message = location.messages[i];
    if (access == Access::kModify && message.taken) continue;
    if (i != newest) {
      if (message.hidden_at <= viewer.fresh_since) break;
      if (message.reads[viewer.thread] >= kOldReads) break;
      if (!admissible(viewer, location, i, access, order == Order::kSeqCst)) continue;
    }
    found.index[found.count++] = static_cast<std::uint32_t>(i);
  }
  return found;
}

std::size_t Memory::choose_read(Viewer& viewer, Location& location, Order order, Access access) {
  const Candidates found = readable(viewer, location, order, access);
  return found.index[found.count == 1 ? 0 : choices_.choose(found.count, Choice::kRead)];
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

// Puts the access into S if it is seq_cst, and what follows from it for others. `index` is the message that was read or
// written, `strong` what strongly happens before the access: what it acquires itself only counts for those behind it.
void Memory::enter_order(Viewer& viewer, const Before& strong, Location& location, std::size_t index, Access access,
                         bool seq_cst) {
  if (!order_.used() && !seq_cst) return;
  Message& message = location.messages[index];
  Before from = order_.fences_before(viewer.now.clock);
  After after;
  for (std::size_t i = index + 1; i < location.messages.size(); ++i) after.join(location.messages[i].after);
  if (seq_cst) {
    // A store stands behind the message before it, and behind those who have read that one.
    Before before =
        access == Access::kRead ? before_at(location, index, access) : before_at(location, index - 1, Access::kWrite);
    before.join(strong);
    const std::uint32_t number = order_.append(viewer.thread, before);
    from.at[viewer.thread] = number;
    viewer.now.strong.at[viewer.thread] = number;
    message.after.add(viewer.thread, number);
  }
  order_.add_edges(from, after);
  (access == Access::kRead ? message.before_by_readers : message.before_by_writer).join(from);
}

Outcome Memory::outcome_of(const Location& location, std::size_t index) const noexcept {
  const Message& message = location.messages[index];
  Outcome outcome;
  outcome.read = message.value;
  outcome.newest = location.messages.back().value;
  outcome.from_step = message.step;
  outcome.from_thread = message.thread;
  outcome.behind = static_cast<std::uint32_t>(location.messages.size() - 1 - index);
  return outcome;
}

}  // namespace lab::sim
