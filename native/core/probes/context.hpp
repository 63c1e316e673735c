// What every probe is given, and the probes there are.
#pragma once

#include <string>
#include <vector>

#include "core/probes/budget.hpp"
#include "core/probes/result.hpp"

namespace lab::probes {

struct Context {
  std::vector<int> cpus;  // one or two, on different physical cores; the probe itself runs on the last one
  Budget budget;
  std::string wire_program;  // lab-probe-wire; empty where there is none

  [[nodiscard]] int here() const { return cpus.back(); }
  [[nodiscard]] int there() const { return cpus.front(); }
  [[nodiscard]] bool two_cores() const { return cpus.size() > 1; }
};

// Throws where a figure needs two threads that run at the same time.
inline void need_two_cores(const Context& context) {
  if (!context.two_cores()) throw Refused({"needs-two-cores", ""});
}

// Each runs on a thread of its own that is pinned to context.here(), and hands back all that could be measured. What it
// measures exactly is said in docs/probes.md.
ProbeResult probe_system_call(const Context& context);
ProbeResult probe_clock(const Context& context);
ProbeResult probe_cache_levels(const Context& context);
ProbeResult probe_cache_line_transfer(const Context& context);
ProbeResult probe_false_sharing(const Context& context);
ProbeResult probe_context_switch(const Context& context);
ProbeResult probe_page_fault(const Context& context);
ProbeResult probe_huge_pages(const Context& context);
ProbeResult probe_mutex(const Context& context);
ProbeResult probe_udp_round_trip(const Context& context);
ProbeResult probe_send_batch(const Context& context);
ProbeResult probe_copy_bandwidth(const Context& context);
ProbeResult probe_jitter(const Context& context);

// Adds what `measure` hands back to `result`, or why it could not be had.
template <typename Measure>
void add_figure(ProbeResult& result, const char* name, Measure measure) {
  try {
    Figure figure = measure();
    figure.name = name;
    result.figures.push_back(std::move(figure));
  } catch (const Refused& refused) {
    result.absent.push_back({name, refused.refusal()});
  }
}

}  // namespace lab::probes
