// A trial: frames through a device under test and back, every one accounted for. Always bounded: by the number of its
// frames, and by a silence after which what has not come is lost.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "trafficgen/frames/frame.hpp"
#include "trafficgen/frames/mix.hpp"
#include "trafficgen/frames/outcome.hpp"
#include "trafficgen/port.hpp"

namespace lab::trafficgen {

// What a frame must carry when it comes back: whom it is for, and who sent it on.
struct Rewrite {
  MacAddress destination;
  MacAddress source;
};

// One direction through the device under test: into one of its ports, out of another, or of the same one.
struct Way {
  const Port* out;
  const Port* in;
  Rewrite sent;      // the addresses that the generator writes
  Rewrite expected;  // those that it wants to see
};

// Silences that end a trial. Where a lost frame is a fault: longer than a busy machine leaves a process alone, shorter
// than the conductor waits (5 s). Where losses are what is asked for: measurement.md 2.3's 50 ms.
inline constexpr double kFaultSilenceSeconds = 3.5;
inline constexpr double kLossSilenceSeconds = 0.05;

struct TrafficPlan {
  std::vector<SizeShare> sizes;
  std::uint32_t flows = 16;
  std::uint32_t tags = 0;
  std::uint64_t frames = 0;  // in all, shared out evenly between the ways
  std::uint64_t seed = 0;
  // Closed loop: at most so many of a way's frames are under way, so that no ring can overflow and a frame that is lost
  // was lost by the device. 0: open loop, at `rate`, whatever comes back.
  std::uint32_t window = 0;
  double rate = 0;                                // frames per second in all, for the open loop
  double silence_seconds = kFaultSilenceSeconds;  // what has not come by then is lost
};

// Runs one trial on the calling thread.
Outcome run_traffic(std::span<const Way> ways, const TrafficPlan& plan, rte_mempool* pool);

}  // namespace lab::trafficgen
