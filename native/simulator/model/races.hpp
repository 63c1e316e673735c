// Data races: two accesses to the same bytes by different threads, at least one of them a write, not both atomic, and
// neither happens before the other ([intro.races] 21). Whether they meet in this run does not matter, only what orders
// them: so a race is found wherever both accesses are made, however the threads were scheduled.
//
// Per eight bytes the last accesses are kept, as FastTrack (Flanagan and Freund, PLDI 2009) and ThreadSanitizer do,
// with the epoch of each. Other than theirs, our clocks know fences and release sequences exactly as the memory model
// has them, because it is the same clocks that decide what a load may read.
#pragma once

#include "simulator/base/address_map.hpp"
#include "simulator/base/clock.hpp"

namespace lab::sim {

struct Access {
  std::uint8_t thread;
  std::uint8_t bytes;  // a bit for each of the eight
  bool write;
  bool atomic;
  std::uint32_t epoch;
  std::uint64_t step;    // of the trace, to tell it
  std::uint64_t before;  // of a write: what the eight bytes were
};

class Races {
 public:
  void reset() noexcept { cells_.clear(); }

  // Notes the access; the answer is an earlier one that it races with, or null.
  const Access* note(std::uint32_t thread, const Clock& clock, std::uintptr_t address, std::size_t size, bool write,
                     bool atomic, std::uint64_t step);

  // The last plain write to this byte; null where the program has not written it.
  [[nodiscard]] const Access* last_write(std::uintptr_t address) noexcept;

  // Memory was handed out anew: what was done to it before is over.
  void forget(std::uintptr_t address, std::size_t size) noexcept;

 private:
  static constexpr std::uint32_t kMost = 8;
  static constexpr std::uintptr_t kGrain = 8;

  struct Cell {
    std::uint32_t count;
    Access accesses[kMost];
  };

  const Access* note_in(Cell& cell, const Access& access, const Clock& clock) noexcept;

  AddressMap<Cell> cells_;
};

}  // namespace lab::sim
