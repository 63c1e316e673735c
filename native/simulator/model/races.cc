#include "races.hpp"

#include <cstring>

namespace lab::sim {
namespace {

constexpr std::uint64_t bytes_of(std::uintptr_t grain, std::uintptr_t address, std::size_t size) noexcept {
  const std::uintptr_t first = address > grain ? address - grain : 0;
  const std::uintptr_t end = address + size < grain + 8 ? address + size - grain : 8;
  return ((1u << end) - 1) & ~((1u << first) - 1);
}

}  // namespace

const Access* Races::note(std::uint32_t thread, const Clock& clock, std::uintptr_t address, std::size_t size,
                          bool write, bool atomic, std::uint64_t step) {
  for (std::uintptr_t grain = address & ~(kGrain - 1); grain < address + size; grain += kGrain) {
    Access access{};
    access.thread = static_cast<std::uint8_t>(thread);
    access.bytes = static_cast<std::uint8_t>(bytes_of(grain, address, size));
    access.write = write;
    access.atomic = atomic;
    access.epoch = clock.at[thread];
    access.step = step;
    if (write) std::memcpy(&access.before, reinterpret_cast<const void*>(grain), sizeof access.before);
    bool fresh = false;
    Cell& cell = cells_.at(grain, fresh);
    if (fresh) cell.count = 0;
    if (const Access* const other = note_in(cell, access, clock); other != nullptr) return other;
  }
  return nullptr;
}

const Access* Races::note_in(Cell& cell, const Access& access, const Clock& clock) noexcept {
  const Access* race = nullptr;
  std::uint32_t kept = 0;
  for (std::uint32_t i = 0; i < cell.count; ++i) {
    const Access& other = cell.accesses[i];
    const bool known = clock.knows(other.thread, other.epoch);
    if (race == nullptr && !known && (other.bytes & access.bytes) != 0 && (other.write || access.write) &&
        !(other.atomic && access.atomic)) {
      race = &other;
    }
    // What this access makes superfluous: who races with the older one races with this one, too.
    const bool covered = (other.bytes & ~access.bytes) == 0 && known && (access.write || !other.write) &&
                         (other.atomic || !access.atomic);
    if (covered && race == nullptr) continue;
    if (race == nullptr && kept != i) cell.accesses[kept] = other;
    if (race == nullptr) ++kept;
  }
  if (race != nullptr) return race;
  if (kept == kMost) {
    std::memmove(&cell.accesses[0], &cell.accesses[1], sizeof(Access) * (kMost - 1));
    --kept;
  }
  cell.accesses[kept] = access;
  cell.count = kept + 1;
  return nullptr;
}

const Access* Races::last_write(std::uintptr_t address) noexcept {
  Cell* const cell = cells_.find(address & ~(kGrain - 1));
  if (cell == nullptr) return nullptr;
  for (std::uint32_t i = cell->count; i-- > 0;) {
    const Access& access = cell->accesses[i];
    if (access.write && (access.bytes & (1u << (address % kGrain))) != 0) return &access;
  }
  return nullptr;
}

void Races::forget(std::uintptr_t address, std::size_t size) noexcept {
  for (std::uintptr_t grain = address & ~(kGrain - 1); grain < address + size; grain += kGrain) {
    if (Cell* const cell = cells_.find(grain); cell != nullptr) cell->count = 0;
  }
}

}  // namespace lab::sim
