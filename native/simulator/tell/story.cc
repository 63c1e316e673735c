// The story of a run that went wrong: what each thread did, in the order of the run, and why it should not have been
// so.
#include "story.hpp"

#include "conclusion.hpp"

namespace lab::sim {
namespace {

// Moments before the end that are told; earlier ones are rarely the reason, and nobody reads them.
constexpr std::size_t kMostMoments = 40;
// What the event is, in the words of whoever wrote the line.
Sentence describe(const Event& event) noexcept {
  Sentence text;
  switch (event.kind) {
    case EventKind::kLoad:
      text.add("reads ");
      if (is_never_written(event, shown(event.value))) {
        text.add("what was never written");
      } else {
        text.add_number(shown(event.value));
      }
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
