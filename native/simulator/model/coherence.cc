#include "coherence.hpp"

#include <algorithm>
#include <bit>

namespace lab::sim {
namespace {

// The bits of a line's 64ths from byte `from` to byte `to`.
std::uint64_t bits(std::uintptr_t from, std::uintptr_t to, std::uint32_t line_bytes) noexcept {
  const std::uintptr_t grain = line_bytes / 64;
  const std::uintptr_t first = from % line_bytes / grain;
  const std::uintptr_t last = to % line_bytes / grain;
  return (~std::uint64_t{0} >> (63 - (last - first))) << first;
}

template <typename T>
std::uint32_t take_worst(Vector<T>& all, T* out, std::uint32_t most) noexcept {
  std::stable_sort(all.begin(), all.end(), [](const T& a, const T& b) { return a.waits > b.waits; });
  std::uint32_t count = 0;
  for (; count < most && count < all.size(); ++count) out[count] = all[count];
  return count;
}

}  // namespace

void Coherence::reset(std::uint32_t line_bytes) noexcept {
  line_bytes_ = line_bytes;
  traffic_ = {};
  lines_.clear();
  by_place_.clear();
  spots_.clear();
  by_line_.clear();
  split_.clear();
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

bool Coherence::access(std::uint32_t core, std::uintptr_t line, bool write, std::uintptr_t place, Bytes bytes) {
  Line& state = at(line);
  const auto me = static_cast<std::uint8_t>(1U << core);
  const auto others = static_cast<std::uint8_t>(state.holders & ~me);
  const bool here = (state.holders & me) != 0;
  const std::uintptr_t from = std::max(bytes.address, line * line_bytes_);
  const std::uintptr_t to = std::min(bytes.address + bytes.size, (line + 1) * line_bytes_) - 1;
  const std::uint64_t used = bits(from, to, line_bytes_);
  const std::uint64_t start = bits(from, from, line_bytes_);
  ++traffic_.accesses;
  if (!here) ++(others != 0 ? traffic_.transfers : traffic_.cold);
  if (here && write && others != 0) ++traffic_.upgrades;
  const bool waits = others != 0 && (!here || write);
  if (write) traffic_.invalidations += static_cast<std::uint64_t>(std::popcount(others));
  if (waits) {
    note_spot(place, from);
    note_split(line, state, core, write, start, used);
  }
  if (write) state.written = state.holders == me ? state.written | used : used;
  state.touched[core] = here ? state.touched[core] | used : used;
  state.starts[core] = here ? state.starts[core] | start : start;
  state.holders = write ? me : static_cast<std::uint8_t>(state.holders | me);
  return waits;
}

void Coherence::note_spot(std::uintptr_t place, std::uintptr_t address) {
  bool fresh = false;
  std::uint32_t& index = by_place_.at(place, fresh);
  if (fresh) {
    index = static_cast<std::uint32_t>(spots_.size());
    spots_.push_back({place, 0, address, address});
  }
  Spot& spot = spots_[index];
  ++spot.waits;
  spot.lowest = std::min(spot.lowest, address);
  spot.highest = std::max(spot.highest, address);
}

// A reader waits for what others have written, a writer for whatever they have used.
void Coherence::note_split(std::uintptr_t line, const Line& state, std::uint32_t core, bool write, std::uint64_t start,
                           std::uint64_t used) {
  std::uint64_t theirs = 0;
  std::uint64_t their_starts = 0;
  for (std::uint32_t other = 0; other < kMostThreads; ++other) {
    if (other == core || (state.holders >> other & 1U) == 0) continue;
    theirs |= state.touched[other];
    their_starts |= state.starts[other];
  }
  if (!write) theirs &= state.written;
  if (theirs == 0 || (theirs & used) != 0) return;
  bool fresh = false;
  std::uint32_t& index = by_line_.at(line, fresh);
  if (fresh) {
    index = static_cast<std::uint32_t>(split_.size());
    split_.push_back({line, 0, 0});
  }
  ++split_[index].waits;
  split_[index].starts |= start | (their_starts & theirs);
}

std::uint32_t Coherence::worst(Spot* spots, std::uint32_t most) noexcept { return take_worst(spots_, spots, most); }

std::uint32_t Coherence::worst(SplitLine* lines, std::uint32_t most) noexcept {
  return take_worst(split_, lines, most);
}

}  // namespace lab::sim
