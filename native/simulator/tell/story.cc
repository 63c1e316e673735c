// The story of a run that went wrong: what each thread did, in the order of the run, and why it should not have been
// so.
#include "story.hpp"

#include "harness/check_run.hpp"

namespace lab::sim {
namespace {

// Moments before the end that are told; earlier ones are rarely the reason, and nobody reads them.
constexpr std::size_t kMostMoments = 40;
// What the heap hands out (run/heap.cc), eight bytes of it.
constexpr std::uint64_t kNeverWritten = 0xa5a5a5a5a5a5a5a5;
constexpr const char* kOrders[] = {"relaxed", "consume", "acquire", "release", "acq_rel", "seq_cst"};

const char* name_of(std::uint32_t thread) noexcept {
  const char* const name = simulation().thread(thread).name;
  return name != nullptr ? name : "a thread";
}

bool place_of(const Event& event, Place& place) noexcept {
  void* sites[Event::kMostPlaces];
  std::uint32_t count = 0;
  for (const std::uintptr_t site : event.places) {
    if (site != 0) sites[count++] = reinterpret_cast<void*>(site);
  }
  return find_place(place, sites, count);
}

void add_place_of(Sentence& sentence, const Event& event) noexcept {
  Place place;
  if (!place_of(event, place)) return;
  // A lambda has no name that its author would know.
  if (strncmp(place.function.data(), "operator()", place.function.size()) != 0) sentence.add(" in ").add(place.function);
  sentence.add(" (").add(place.file).add(':').add(place.line).add(')');
}

Sentence& add_order(Sentence& sentence, Order order) noexcept {
  sentence.add(" (").add(kOrders[static_cast<std::size_t>(order)]).add(')');
  return sentence;
}

std::uint64_t shown(Value value) noexcept { return static_cast<std::uint64_t>(value); }

// What the event is, in the words of whoever wrote the line.
Sentence describe(const Event& event) noexcept {
  Sentence text;
  switch (event.kind) {
    case EventKind::kLoad:
      text.add("reads ").add_number(shown(event.value));
      if (event.behind != 0) text.add(", an old value; the newest is ").add_number(shown(event.newest));
      return add_order(text, event.order);
    case EventKind::kStore:
      return add_order(text.add("stores ").add_number(shown(event.value)), event.order);
    case EventKind::kModify:
      text.add("changes ").add_number(shown(event.value)).add(" to ").add_number(shown(event.newest));
      return add_order(text, event.order);
    case EventKind::kFailed:
      return add_order(text.add("compares, sees ").add_number(shown(event.value)).add(" and changes nothing"),
                       event.order);
    case EventKind::kFence:
      return add_order(text.add("fence"), event.order);
    case EventKind::kRead:
      return text.add("reads, plainly"), text;
    case EventKind::kWrite:
      return text.add("writes, plainly"), text;
    case EventKind::kCall:
    case EventKind::kReturn:
      text.add_sentence(event.text, event.numbers);
      return text;
    case EventKind::kWait:
      return text.add("waits"), text;
    case EventKind::kLock:
      return text.add("locks"), text;
    case EventKind::kUnlock:
      return text.add("unlocks"), text;
    default:
      return text;
  }
}

// What the scenario does, and not the learner's code.
bool is_the_scenarios(const Event& event) noexcept {
  return event.kind == EventKind::kCall || event.kind == EventKind::kReturn || event.kind == EventKind::kWait;
}

// Says one moment after the other; what a thread does several times in a row is said once.
class Teller {
 public:
  ~Teller() { say(); }

  void tell(const Event& event) noexcept {
    if (last_ != nullptr && last_->thread == event.thread && last_->kind == event.kind && last_->value == event.value &&
        last_->places[0] == event.places[0] && last_->text == event.text && last_->behind == event.behind) {
      ++times_;
      return;
    }
    say();
    last_ = &event;
    times_ = 1;
  }

 private:
  void say() const noexcept {
    if (last_ == nullptr) return;
    Place place;
    const bool call = is_the_scenarios(*last_);
    if (!call && !place_of(*last_, place) && !last_->told) return;
    Sentence text = describe(*last_);
    if (times_ > 1 && !call) text.add(", ").add_number(times_).add(" times");
    say_moment(name_of(last_->thread), place, text, last_->told);
  }

  const Event* last_ = nullptr;
  std::uint32_t times_ = 0;
};

bool is_moment(const Event& event) noexcept {
  if (event.told) return true;
  return event.thread != 0 && event.kind != EventKind::kRead && event.kind != EventKind::kWrite;
}

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
    const bool never = simulation().heap().owns(mine->address) && old == (kNeverWritten & mask);
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
  constexpr int kMostMarks = 3;
  Vector<Event>& events = simulation().trace().events();
  int marks = 0;
  for (std::size_t i = events.size(); i-- > 0 && marks < kMostMarks;) {
    if (events[i].kind != EventKind::kLoad || events[i].behind == 0) continue;
    events[i].told = true;
    ++marks;
  }
}

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

}  // namespace

Sentence tell_run() {
  const Sentence conclusion = conclude();
  const Vector<Event>& events = simulation().trace().events();
  std::size_t moments = 0;
  std::size_t first = events.size();
  while (first > 0 && moments < kMostMoments) {
    --first;
    if (is_moment(events[first])) ++moments;
  }
  Teller teller;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if ((i >= first && is_moment(events[i])) || events[i].told) teller.tell(events[i]);
  }
  return conclusion;
}

}  // namespace lab::sim
