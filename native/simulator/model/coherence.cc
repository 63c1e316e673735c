#include "coherence.hpp"

#include <algorithm>
#include <bit>

namespace lab::sim {

void Coherence::reset(std::uint32_t line_bytes) noexcept {
  line_bytes_ = line_bytes;
  traffic_ = {};
  lines_.clear();
  by_place_.clear();
  spots_.clear();
}

Coherence::Line& Coherence::at(std::uintptr_t line) {
  bool fresh = false;
  Line& state = lines_.at(line, fresh);
  if (fresh) state = {};
  return state;
}

std::uint64_t Coherence::kept_until(std::uint32_t core, std::uintptr_t line, bool write) noexcept {
  const Line& state = at(line);
  const auto me = static_cast<std::uint8_t>(1U << core);
  const bool enough = write ? state.holders == me : (state.holders & me) != 0;
  return enough ? 0 : state.kept_until;
}

void Coherence::keep(std::uintptr_t line, std::uint64_t until) noexcept { at(line).kept_until = until; }

bool Coherence::access(std::uint32_t core, std::uintptr_t line, bool write, std::uintptr_t place) {
  Line& state = at(line);
  const auto me = static_cast<std::uint8_t>(1U << core);
  const auto others = static_cast<std::uint8_t>(state.holders & ~me);
  const bool here = (state.holders & me) != 0;
  ++traffic_.accesses;
  if (!here) ++(others != 0 ? traffic_.transfers : traffic_.cold);
  if (here && write && others != 0) ++traffic_.upgrades;
  const bool waits = others != 0 && (!here || write);
  if (write) traffic_.invalidations += static_cast<std::uint64_t>(std::popcount(others));
  state.holders = write ? me : static_cast<std::uint8_t>(state.holders | me);
  if (!waits) return false;
  bool fresh = false;
  std::uint32_t& index = by_place_.at(place, fresh);
  if (fresh) {
    index = static_cast<std::uint32_t>(spots_.size());
    spots_.push_back({place, 0});
  }
  ++spots_[index].waits;
  return true;
}

std::uint32_t Coherence::worst(Spot* spots, std::uint32_t most) noexcept {
  std::stable_sort(spots_.begin(), spots_.end(), [](const Spot& a, const Spot& b) { return a.waits > b.waits; });
  std::uint32_t count = 0;
  for (; count < most && count < spots_.size(); ++count) spots[count] = spots_[count];
  return count;
}

}  // namespace lab::sim
