// Where threads run.
#pragma once

#include <vector>

namespace lab {

// CPUs that this process may use (sched_getaffinity(2)), ascending.
std::vector<int> allowed_cpus();

// Best effort: a CPU that went away while we run is noise, not an error.
void pin_this_thread(int cpu) noexcept;

}  // namespace lab
