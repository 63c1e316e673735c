// The generator without a device: what it can do by itself is the ceiling of everything it measures.
#pragma once

#include <cstddef>
#include <cstdint>

#include "trafficgen/frames/frame.hpp"

namespace lab::trafficgen {

struct SelftestPlan {
  int cpu = 0;
  std::size_t size = kSmallestFrame;
  std::uint64_t frames = 1'000'000;
};

// Sends over one end of a memif pair and receives at the other, on one CPU; prints a line of JSON. Exit code: 0 when
// every frame arrived once, intact and in order, 1 otherwise.
int selftest(const SelftestPlan& plan);

// Whether DPDK works here at all, found out by passing some frames. The exit code; a reason on standard error.
int probe();

}  // namespace lab::trafficgen
