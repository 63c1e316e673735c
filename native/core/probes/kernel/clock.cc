// clock: what it costs to ask for the time.
#include "core/clock.hpp"

#include <ctime>
#include <fstream>
#include <string>

#include "core/probes/context.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

// `tsc`, `kvm-clock`, `hpet`: with the last two clock_gettime may have to go into the kernel.
std::string clock_source() {
  std::ifstream in("/sys/devices/system/clocksource/clocksource0/current_clocksource");
  std::string name;
  return in >> name ? "clocksource:" + name : "";
}

}  // namespace

ProbeResult probe_clock(const Context& context) {
  const auto reads = [](std::uint64_t count) {
    timespec now{};
    for (; count > 0; --count) {
      clock_gettime(CLOCK_MONOTONIC, &now);
      keep(now.tv_nsec);
    }
  };
  const auto counters = [](std::uint64_t count) {
    for (; count > 0; --count) keep(read_tsc());
  };
  ProbeResult result;
  add_figure(result, "clock-gettime", [&] {
    return Figure{"", time_batches(context.budget.part(0.5), reads).quartiles(), clock_source()};
  });
  add_figure(result, "tsc", [&] { return Figure{"", time_batches(context.budget, counters).quartiles(), ""}; });
  return result;
}

}  // namespace lab::probes
