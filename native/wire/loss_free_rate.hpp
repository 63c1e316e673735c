// The rate up to which a program loses nothing, found in about half a second: where a trial at a share of it begins
// (measurement.md 2.4). After RFC 9971: many short trials at a rate, of which most decide, since a machine that stalls
// spoils one now and then. Coarser than that: the share that is judged keeps its distance.
#pragma once

#include <optional>

#include "wire/driver.hpp"

namespace lab::wire {

// Searches downwards from what the order's workload carries at most. `per_second` is then the highest of the tried
// rates at which most trials lost nothing; where there was none within the time, the lowest that was tried.
std::optional<Wrong> find_loss_free_rate(Generator& generator, const Order& order, double& per_second);

}  // namespace lab::wire
