// What a load may read and where a store may go, and the place of an access in the order of everything seq_cst.
#include "memory.hpp"

namespace lab::sim {
namespace {

// A thread that loops on a load sees a new value after so many old ones: "in a finite period of time"
// ([intro.progress]).
constexpr std::uint8_t kOldReads = 3;

}  // namespace

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

}  // namespace lab::sim
