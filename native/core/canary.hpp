// The canary: a fixed piece of work of our own, timed between the slices. When it is slow, something took the core or
// its clock away, and the slices beside it are no evidence (measurement.md 2.0, step 3).
#pragma once

#include <span>
#include <vector>

namespace lab {

// Work units per second on each of `cpus`, all at the same time, one thread each, for about `milliseconds`. A unit is
// some arithmetic, a pass of stores over 256 KiB / 64 lines, and a pointer chase: it feels a stolen core, a lower clock
// and a crowded cache alike. Threads are made for the call: parked ones would have to be woken, which takes as long.
std::vector<double> run_canary(std::span<const int> cpus, double milliseconds);

}  // namespace lab
