// What a trial came to: an account of every frame, by way, and how long they took.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "netload/latencies.hpp"
#include "trafficgen/frames/account.hpp"

namespace lab::trafficgen {

struct Outcome {
  std::vector<Account> accounts;  // by way
  std::int64_t wall_ns = 0;
  std::uint64_t elapsed_ticks = 0;  // the same by the time-stamp counter
  std::uint64_t sending_ticks = 0;  // open loop: until the last frame was handed over, or refused
  std::uint64_t arrivals = 0;
  // From the time that a frame was meant to leave to the poll that found it, in ticks of the time-stamp counter. In the
  // open loop a frame that leaves late has waited (no coordinated omission).
  Latencies latency;
  Latencies lateness;  // open loop: of sending, behind the schedule

  [[nodiscard]] bool perfect() const noexcept;
  [[nodiscard]] std::uint64_t lost() const noexcept;
  // Nothing is wrong but that frames are missing: those that came are what was sent, once each.
  [[nodiscard]] bool honest() const noexcept;
  [[nodiscard]] std::string story() const;
  // The same as a driver reports it to the conductor.
  [[nodiscard]] Seen seen() const;
};

}  // namespace lab::trafficgen
