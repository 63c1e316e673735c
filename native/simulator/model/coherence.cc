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

void Coherence::access(std::uint32_t core, std::uintptr_t address, std::size_t size, bool write, std::uintptr_t place) {
  ++traffic_.accesses;
  for (std::uintptr_t line = address / line_bytes_; line <= (address + size - 1) / line_bytes_; ++line) {
    touch(core, line, write, place, address);
  }
}

void Coherence::touch(std::uint32_t core, std::uintptr_t line, bool write, std::uintptr_t place,
                      std::uintptr_t address) {
  bool fresh = false;
  std::uint8_t& holders = lines_.at(line, fresh);
  if (fresh) holders = 0;
  const auto me = static_cast<std::uint8_t>(1u << core);
  const auto others = static_cast<std::uint8_t>(holders & ~me);
  const bool here = (holders & me) != 0;
  std::uint64_t waits = 0;
  if (!here) {
    ++(others != 0 ? traffic_.transfers : traffic_.cold);
    waits = others != 0 ? 1 : 0;
  } else if (write && others != 0) {
    ++traffic_.upgrades;
    waits = 1;
  }
  if (write) {
    traffic_.invalidations += static_cast<std::uint64_t>(std::popcount(others));
    holders = me;
  } else {
    holders = static_cast<std::uint8_t>(holders | me);
  }
  if (waits == 0) return;
  std::uint32_t& index = by_place_.at(place, fresh);
  if (fresh) {
    index = static_cast<std::uint32_t>(spots_.size());
    spots_.push_back({place, address, 0});
  }
  spots_[index].waits += waits;
}

std::uint32_t Coherence::worst(Spot* spots, std::uint32_t most) noexcept {
  std::stable_sort(spots_.begin(), spots_.end(), [](const Spot& a, const Spot& b) { return a.waits > b.waits; });
  std::uint32_t count = 0;
  for (; count < most && count < spots_.size(); ++count) spots[count] = spots_[count];
  return count;
}

}  // namespace lab::sim
