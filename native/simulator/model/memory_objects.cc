// The atomic objects themselves: how they begin, how they end, and what can be forgotten.
#include <cstring>

#include "memory.hpp"

namespace lab::sim {
namespace {

// Histories are cut when they get longer than this; what somebody can still read stays.
constexpr std::size_t kLongHistory = 24;

}  // namespace

void Memory::put(std::uintptr_t address, std::uint32_t size, Value value) noexcept {
  std::memcpy(reinterpret_cast<void*>(address), &value, size);
}

void Memory::reset(Machine machine) noexcept {
  machine_ = machine;
  for (Location& location : locations_) {
    location.messages.clear();
    location.folded = {};
    spare_.push_back(static_cast<Location&&>(location));
  }
  locations_.clear();
  order_.reset();
  table_.clear();
}

Location* Memory::find(std::uintptr_t address) noexcept {
  const std::uint32_t* const index = table_.find(address);
  if (index == nullptr || locations_[*index].address != address) return nullptr;
  return &locations_[*index];
}

Location& Memory::begin(std::uintptr_t address, std::uint32_t size, std::uint32_t thread, std::uint32_t epoch) {
  bool fresh = false;
  std::uint32_t& index = table_.at(address, fresh);
  if (fresh) {
    index = static_cast<std::uint32_t>(locations_.size());
    if (spare_.empty()) spare_.emplace_back();
    locations_.push_back(static_cast<Location&&>(spare_.back()));
    spare_.pop_back();
  }
  Location& location = locations_[index];
  location.address = address;
  location.size = size;
  location.messages.clear();
  Message first;
  std::memcpy(&first.value, reinterpret_cast<const void*>(address), size);
  first.thread = thread;
  first.epoch = epoch;
  first.seen.at[thread] = epoch;
  location.messages.push_back(first);
  return location;
}

void Memory::forget(std::uintptr_t address, std::size_t size) noexcept {
  for (std::uintptr_t at = address & ~std::uintptr_t{7}; at < address + size; ++at) {
    Location* const location = find(at);
    if (location != nullptr && at + location->size > address) location->address = 0;
  }
}

void Memory::prune(Location& location, const Viewer* const* viewers, std::uint32_t count) noexcept {
  if (location.messages.size() <= kLongHistory) return;
  std::size_t least = location.messages.size() - 1;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::size_t known = floor(*viewers[i], location);
    if (known < least) least = known;
  }
  for (std::size_t i = 0; i < least; ++i) {
    location.folded.join(location.messages[i].before_by_writer);
    location.folded.join(location.messages[i].before_by_readers);
  }
  location.messages.erase(location.messages.begin(), location.messages.begin() + static_cast<std::ptrdiff_t>(least));
}

bool Memory::anything_new(const Viewer& viewer, const Location& location) const noexcept {
  return floor(viewer, location) + 1 < location.messages.size();
}

}  // namespace lab::sim
