// What the kernel counts about processes and CPUs: the raw material of the gates and of the noise ledger. Readable
// without privileges; what cannot be read is zero, never an error.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <span>

namespace lab {

struct ProcessCounters {
  std::int64_t cpu_ns = 0;        // CPU time of all threads, also of those that have ended (clock_getcpuclockid(3))
  std::int64_t run_delay_ns = 0;  // runnable but waiting: /proc/PID/task/TID/schedstat, second field, all live threads
};
ProcessCounters read_process(pid_t pid) noexcept;

struct SwitchCounters {
  std::int64_t voluntary = 0;
  std::int64_t involuntary = 0;
};
// Context switches of all live threads (/proc/PID/task/TID/status).
SwitchCounters read_switches(pid_t pid) noexcept;

struct MachineCounters {
  std::int64_t steal_ns = 0;  // /proc/stat, eighth value: 10 ms ticks of all CPUs
  std::int64_t interrupts = 0;
  std::int64_t softirqs = 0;
};
// Interrupts and softirqs on these CPUs. Costs 50 to 200 us: between blocks only.
MachineCounters read_machine(std::span<const int> cpus) noexcept;

}  // namespace lab
