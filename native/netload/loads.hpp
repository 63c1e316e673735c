// A program under three loads: what a datagram costs it in CPU time, and how long it takes, with little to do, with
// half of what it can, and with nearly all of it. Shown, never judged: an open loop on a machine with neighbours is for
// the eyes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lab/protocol.hpp"
#include "netload/options.hpp"
#include "wire/driver.hpp"
#include "wire/dut.hpp"

namespace lab {

struct LoadPoint {
  double per_second;  // intended
  Seen seen;
  std::int64_t cpu_ns;  // of the program, meanwhile
};

// Drives the DUT, which is ready and not frozen, at these rates; at 10, 50 and 90 % of what it carries with a window of
// datagrams under way where there are none. Throws std::runtime_error with a sentence where it does not answer.
std::vector<LoadPoint> measure_loads(const wire::Wire& wire, wire::Dut& dut, const Traffic& traffic,
                                     std::vector<double> rates);

// How many datagrams a second the DUT, which is ready and not frozen, carries with a window of them under way: it loses
// none, because what it cannot take is not sent. The middle one of three turns (measurement.md 2.3).
std::optional<wire::Wrong> saturate(const wire::Wire& wire, Traffic traffic, double& most);

// As JSON, on one line.
std::string to_json(const std::vector<LoadPoint>& points);

}  // namespace lab
