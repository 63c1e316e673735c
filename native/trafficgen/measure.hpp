// One device under test by itself, for benchmarks beside programs that are not ours: how fast, how long, and at what
// rate it loses nothing.
#pragma once

#include "trafficgen/drive.hpp"

namespace lab::trafficgen {

// Runs the trials and prints a line of JSON: rates in frames per second, times in nanoseconds. The exit code; what went
// wrong is on standard error. The device need not speak our protocol: it is ready when its ports are up.
int measure(const DrivePlan& plan);

}  // namespace lab::trafficgen
