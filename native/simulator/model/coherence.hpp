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
  std::uintptr_t lowest;  // address that was waited for
  std::uintptr_t highest;
};

// A line that was waited for although the cores meant different bytes of it: false sharing, as Torrellas, Lam and
// Hennessy tell it from the true kind (IEEE Transactions on Computers 43(6), 1994), but decided at the access that
// waits.
struct SplitLine {
  std::uintptr_t line;
  std::uint64_t waits;
  std::uint64_t starts;  // where such accesses began, a bit for each 64th of the line
};

struct Bytes {
  std::uintptr_t address;
  std::size_t size;
};

class Coherence {
 public:
  void reset(std::uint32_t line_bytes) noexcept;
  [[nodiscard]] std::uintptr_t line_of(std::uintptr_t address) const noexcept { return address / line_bytes_; }
  // Until when a core that has just got this line keeps it, if `core` would have to take it away; else 0.
  [[nodiscard]] std::uint64_t kept_until(std::uint32_t core, std::uintptr_t line, bool write) noexcept;
  [[nodiscard]] std::uint32_t line_bytes() const noexcept { return line_bytes_; }
  // Of the access's bytes those in this line. True when the core had to wait for it.
  bool access(std::uint32_t core, std::uintptr_t line, bool write, std::uintptr_t place, Bytes bytes);
  void keep(std::uintptr_t line, std::uint64_t until) noexcept;

  [[nodiscard]] const Traffic& traffic() const noexcept { return traffic_; }
  // The places that waited most, at most `most`, in falling order.
  std::uint32_t worst(Spot* spots, std::uint32_t most) noexcept;
  // The lines that different bytes were meant of most often, likewise.
  std::uint32_t worst(SplitLine* lines, std::uint32_t most) noexcept;

 private:
  struct Line {
    std::uint8_t holders = 0;  // a bit for each core that has it; a single one has it to itself
    std::uint64_t kept_until = 0;
    std::uint64_t written = 0;              // what its last writer wrote since it has had the line to itself, as bits
    std::uint64_t touched[kMostThreads]{};  // what each core used since it last got the line
    std::uint64_t starts[kMostThreads]{};   // where those accesses began
  };

  Line& at(std::uintptr_t line);
  void note_split(std::uintptr_t line, const Line& state, std::uint32_t core, bool write, std::uint64_t start,
                  std::uint64_t used);
  void note_spot(std::uintptr_t place, std::uintptr_t address);

  std::uint32_t line_bytes_ = 64;
  Traffic traffic_;
  AddressMap<Line> lines_;
  AddressMap<std::uint32_t> by_place_;
  Vector<Spot> spots_;
  AddressMap<std::uint32_t> by_line_;
  Vector<SplitLine> split_;
};

}  // namespace lab::sim
