// Processes below one another, and whether they stand still: read from /proc, without privileges.
#pragma once

#include <sys/types.h>

#include <vector>

namespace lab::wire {

// A process and everything below it. Empty for a pid that is none.
std::vector<pid_t> process_and_descendants(pid_t pid);

// Whether every thread of a process is stopped ("T" in /proc/PID/task/TID/stat, proc(5)), or gone.
bool all_threads_stopped(pid_t pid);

}  // namespace lab::wire
