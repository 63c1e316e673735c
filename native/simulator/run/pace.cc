// While lines are counted: two cores, each with a clock of its own. Whose clock is behind runs next.
#include "machine.hpp"

namespace lab::sim {
namespace {

// How long a core keeps a line that it has waited for: a store or two.
constexpr std::uint64_t kKept = 5;

}  // namespace

// While lines are counted: an access takes time on its core's clock.
void Simulation::spend(bool atomic) {
  if (now_ == 0) return;
  Thread& self = current();
  if (atomic) {
    const auto& pace = plan_.pace->of[(now_ - 1) % 2];
    self.clock += pace.from + random_.below(pace.to - pace.from + 1);
    if (pace.pause_every != 0 && self.until_pause-- == 0) {
      self.until_pause = pace.pause_every / 2 + static_cast<std::uint32_t>(random_.below(pace.pause_every));
      self.clock += pace.pause / 2 + random_.below(pace.pause);
    }
  }
  let_the_slower_run();
}

void Simulation::let_the_slower_run() {
  std::uint32_t slowest = now_;
  for (std::uint32_t i = 1; i < count_; ++i) {
    if (threads_[i].state != State::kReady) continue;
    if (threads_[i].clock < threads_[slowest].clock) slowest = i;
  }
  if (slowest != now_) switch_to(slowest);
}

// While lines are counted: gets the lines of an access, and waits for those that another core has.
void Simulation::touch_lines(std::uintptr_t address, std::size_t size, bool write, std::uintptr_t place) {
  if (now_ == 0) return;
  Thread& self = current();
  const std::uintptr_t last = coherence_.line_of(address + size - 1);
  for (std::uintptr_t line = coherence_.line_of(address); line <= last; ++line) {
    for (;;) {
      const std::uint64_t until = coherence_.kept_until(now_, line, write);
      if (until <= self.clock) break;
      self.clock = until;
      let_the_slower_run();
    }
    if (!coherence_.access(now_, line, write, place, {address, size})) continue;
    self.clock += kLineWait;
    coherence_.keep(line, self.clock + kKept);
  }
}

void Simulation::reach_lock(std::uintptr_t address, std::uintptr_t place) {
  if (plan_.pace == nullptr) return;
  touch_lines(address, sizeof(int), true, place);
  spend(true);
}

}  // namespace lab::sim
