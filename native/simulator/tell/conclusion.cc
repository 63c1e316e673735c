// Why a run went wrong.
#include "conclusion.hpp"

namespace lab::sim {
namespace {

// The load by which the reader of a race came to believe that the writer was done; null where there was none.
Event* hint_before(const Event& mine, const Event& theirs) noexcept {
  Event* found = nullptr;
  for (Event& event : simulation().trace().events()) {
    if (event.step >= mine.step) break;
    const bool reads = event.kind == EventKind::kLoad || event.kind == EventKind::kModify;
    if (event.thread == mine.thread && reads && event.from_step > theirs.step) found = &event;
  }
  return found;
}

void add_hint(Sentence& sentence, const Event& mine, const Event& theirs) noexcept {
  Event* const load = hint_before(mine, theirs);
  if (load == nullptr) return;
  Event* const store = simulation().trace().find(load->from_step, false);
  if (store == nullptr || store->thread != theirs.thread) return;
  load->told = store->told = true;
  sentence.add(" What ").add(name_of(mine.thread)).add(" went by is ").add_number(shown(load->value));
  sentence.add(", which ").add(name_of(theirs.thread)).add(" stored");
  add_place_of(sentence, *store);
  sentence.add(" with ").add(kOrders[static_cast<std::size_t>(store->order)]).add(" and ").add(name_of(mine.thread));
  sentence.add(" read");
  add_place_of(sentence, *load);
  sentence.add(" with ").add(kOrders[static_cast<std::size_t>(load->order)]).add(": that pair carries nothing over.");
}

Sentence conclude_race(const RunEnd& end) noexcept {
  Sentence sentence;
  Event* const mine = simulation().trace().find(end.step, false);
  Event* const theirs = simulation().trace().find(end.other_step, false);
  if (mine == nullptr || theirs == nullptr) return sentence.add("Data race."), sentence;
  mine->told = theirs->told = true;
  const bool reads = mine->kind == EventKind::kRead || mine->kind == EventKind::kLoad;
  const bool was_read = theirs->kind == EventKind::kRead || theirs->kind == EventKind::kLoad;
  sentence.add("Data race: ").add(name_of(mine->thread)).add(reads ? " reads" : " writes");
  add_place_of(sentence, *mine);
  sentence.add(was_read ? " what " : reads ? " what " : " over what ").add(name_of(theirs->thread));
  sentence.add(was_read ? " may still be reading" : " wrote");
  add_place_of(sentence, *theirs);
  sentence.add(", and nothing puts one before the other.");
  if (reads && mine->size <= 8) {
    const std::uint64_t mask = mine->size < 8 ? (std::uint64_t{1} << (8 * mine->size)) - 1 : ~std::uint64_t{0};
    const std::uint64_t old = (end.before >> (8 * (mine->address % 8))) & mask;
    const bool never = is_never_written(*mine, old);
    if (never) {
      sentence.add(" It may get memory that was never written.");
    } else {
      sentence.add(" It may get what was there before, ").add_number(old).add('.');
    }
  }
  add_hint(sentence, *mine, *theirs);
  return sentence;
}

// Where no two accesses are to blame, the last loads that read an old value are what the reader looks for first.
void mark_old_values() noexcept {
  constexpr int kMostMarks = 2;
  Vector<Event>& events = simulation().trace().events();
  int marks = 0;
  for (std::size_t i = events.size(); i-- > 0 && marks < kMostMarks;) {
    if (events[i].kind != EventKind::kLoad || events[i].behind == 0) continue;
    events[i].told = true;
    // What was there to be read instead.
    Event* const newer = simulation().trace().find(events[i].newest_step, false);
    if (newer != nullptr) newer->told = true;
    ++marks;
  }
}

}  // namespace

Sentence conclude() noexcept {
  const RunEnd& end = simulation().end();
  if (end.failure == Failure::kRace) return conclude_race(end);
  Sentence sentence = simulation().conclusion();
  if (end.failure == Failure::kFreed) {
    if (Event* const event = simulation().trace().find(end.step, false); event != nullptr) {
      event->told = true;
      add_place_of(sentence, *event);
    }
  }
  mark_old_values();
  return sentence;
}

}  // namespace lab::sim
