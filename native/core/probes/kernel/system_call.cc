// system-call: into the kernel and back, with as little as possible done there.
#include <sys/syscall.h>
#include <unistd.h>

#include "core/probes/context.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {

ProbeResult probe_system_call(const Context& context) {
  ProbeResult result;
  const auto calls = [](std::uint64_t count) {
    // By number: no C library can answer from memory. The loop itself is some 1 % of it.
    for (; count > 0; --count) keep(syscall(SYS_getppid));
  };
  add_figure(result, "getppid", [&] { return Figure{"", time_batches(context.budget, calls).quartiles(), ""}; });
  return result;
}

}  // namespace lab::probes
