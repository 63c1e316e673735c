// Pointer chases: loads that each need the one before, in an order that no prefetcher can foresee.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/probes/memory/mapping.hpp"
#include "core/random.hpp"

namespace lab::probes {

// One pointer a cache line: every load is of another line.
struct alignas(kLineBytes) Link {
  Link* next;
};

// Makes rings in the same memory, one after the other.
class Chase {
 public:
  Chase(std::byte* memory, std::size_t bytes)
      : links_(reinterpret_cast<Link*>(memory), bytes / sizeof(Link)), order_(links_.size()) {}

  // Links the first `bytes` into one ring in random order (Sattolo's algorithm: a single cycle through all of them) and
  // hands back where to begin.
  Link* ring(std::size_t bytes);

 private:
  std::span<Link> links_;
  std::vector<std::uint32_t> order_;
  Random random_{1};  // the same order every time: what differs between two runs is the machine
};

// Follows the ring for so many loads and hands back where it ends.
Link* follow(Link* at, std::uint64_t loads) noexcept;

}  // namespace lab::probes
