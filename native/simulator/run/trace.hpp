// What happened in a run, as far as somebody may want to read it.
#pragma once

#include "harness/check_text.hpp"
#include "simulator/model/memory.hpp"

namespace lab::sim {

using Sentence = Text<640>;

enum class EventKind : std::uint8_t {
  kLoad,
  kStore,
  kModify,  // a read-modify-write, or a compare-exchange that succeeded
  kFailed,  // a compare-exchange that did not
  kFence,
  kRead,    // plain
  kWrite,   // plain
  kCall,    // World::doing
  kReturn,  // World::got
  kWait,
  kLock,
  kUnlock,
  kBegin,
  kEnd,
};

struct Event {
  static constexpr std::uint32_t kMostPlaces = 4;

  std::uint64_t step = 0;
  EventKind kind = EventKind::kLoad;
  std::uint8_t thread = 0;
  Order order = Order::kRelaxed;
  std::uint8_t size = 0;
  bool told = false;  // belongs to the story whatever it is
  std::uintptr_t address = 0;
  std::uintptr_t places[kMostPlaces] = {};  // the access, then the calls that led there
  Value value = 0;                          // read or written
  Value newest = 0;                         // of a load: what the newest store says
  std::uint64_t newest_step = 0;
  std::uint64_t from_step = 0;  // of a load: the store that was read
  std::uint32_t behind = 0;     // of a load: how many stores are newer
  const char* text = nullptr;   // of a call or a return
  Numbers numbers{};
};

class Trace {
 public:
  void reset(bool on) noexcept { on_ = on, events_.clear(); }
  [[nodiscard]] bool on() const noexcept { return on_; }
  Event& add() {
    events_.emplace_back();
    return events_.back();
  }
  [[nodiscard]] Vector<Event>& events() noexcept { return events_; }
  Event* find(std::uint64_t step, bool write_only) noexcept {
    for (Event& event : events_) {
      if (event.step == step && (!write_only || event.kind == EventKind::kWrite)) return &event;
    }
    return nullptr;
  }

 private:
  bool on_ = false;
  Vector<Event> events_;
};

}  // namespace lab::sim
