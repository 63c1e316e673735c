// Who has which cache line: MESI (Papamarcos and Patel, ISCA 1984) with one cache per thread, as large as need be. It
// counts what a core has to wait for the other one for. Reads and writes that find what they need at home are free.
//
// A core that has waited for a line keeps it for a moment, as real ones do: what stands behind the write in its store
// buffer and is meant for the same line is done before somebody else gets it. Without that, two stores to one line
// would be torn apart by every reader that polls it.
#pragma once

#include "simulator/base/address_map.hpp"
#include "simulator/base/clock.hpp"

namespace lab::sim {

struct Traffic {
  std::uint64_t accesses = 0;
  std::uint64_t transfers = 0;      // a line came out of another core's cache
  std::uint64_t upgrades = 0;       // a line was here, but others had it too, and had to drop it before a write
  std::uint64_t invalidations = 0;  // copies that were dropped for it, by either
  std::uint64_t cold = 0;           // nobody had it

  // What a core waited for another one for.
  [[nodiscard]] std::uint64_t waits() const noexcept { return transfers + upgrades; }
};

// What waited where.
struct Spot {
  std::uintptr_t place;  // of the access
  std::uint64_t waits;
};

class Coherence {
 public:
  void reset(std::uint32_t line_bytes) noexcept;
  [[nodiscard]] std::uintptr_t line_of(std::uintptr_t address) const noexcept { return address / line_bytes_; }
  // Until when a core that has just got this line keeps it, if `core` would have to take it away; else 0.
  [[nodiscard]] std::uint64_t kept_until(std::uint32_t core, std::uintptr_t line, bool write) noexcept;
  // True when the core had to wait for it.
  bool access(std::uint32_t core, std::uintptr_t line, bool write, std::uintptr_t place);
  void keep(std::uintptr_t line, std::uint64_t until) noexcept;

  [[nodiscard]] const Traffic& traffic() const noexcept { return traffic_; }
  // The places that waited most, at most `most`, in falling order.
  std::uint32_t worst(Spot* spots, std::uint32_t most) noexcept;

 private:
  struct Line {
    std::uint8_t holders = 0;  // a bit for each core that has it; a single one has it to itself
    std::uint64_t kept_until = 0;
  };

  Line& at(std::uintptr_t line);

  std::uint32_t line_bytes_ = 64;
  Traffic traffic_;
  AddressMap<Line> lines_;
  AddressMap<std::uint32_t> by_place_;
  Vector<Spot> spots_;
};

}  // namespace lab::sim
