#include "core/probes/run.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <fstream>
#include <new>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "core/affinity.hpp"
#include "core/clock.hpp"
#include "core/probes/context.hpp"

namespace lab::probes {
namespace {

struct Entry {
  const char* name;
  ProbeResult (*measure)(const Context&);
};

constexpr std::array kProbes = {
    Entry{"system-call", probe_system_call},
    Entry{"clock", probe_clock},
    Entry{"cache-levels", probe_cache_levels},
    Entry{"cache-line-transfer", probe_cache_line_transfer},
    Entry{"false-sharing", probe_false_sharing},
    Entry{"context-switch", probe_context_switch},
    Entry{"page-fault", probe_page_fault},
    Entry{"huge-pages", probe_huge_pages},
    Entry{"mutex", probe_mutex},
    Entry{"udp-round-trip", probe_udp_round_trip},
    Entry{"send-batch", probe_send_batch},
    Entry{"copy-bandwidth", probe_copy_bandwidth},
    Entry{"jitter", probe_jitter},
};

const Entry* find(const std::string& name) {
  const auto* const found =
      std::find_if(kProbes.begin(), kProbes.end(), [&name](const Entry& entry) { return name == entry.name; });
  return found == kProbes.end() ? nullptr : found;
}

// A whole probe that this machine refuses: one missing figure without a name.
ProbeResult refused(Refusal refusal) {
  ProbeResult result;
  result.absent.push_back({"", std::move(refusal)});
  return result;
}

ProbeResult measure(const Entry& entry, const Context& context) {
  try {
    return entry.measure(context);
  } catch (const Refused& why) {
    return refused(why.refusal());
  } catch (const std::system_error& error) {
    return refused({"system", error.what()});
  } catch (const std::bad_alloc&) {
    return refused({"no-memory", ""});
  }
}

// How long this thread has been ready to run without running (/proc/PID/task/TID/schedstat, second field; proc(5)).
// Zero where the kernel does not count it.
double waited_seconds() {
  std::ifstream schedstat("/proc/thread-self/schedstat");
  std::int64_t ran_ns = 0;
  std::int64_t waited_ns = 0;
  return schedstat >> ran_ns >> waited_ns ? static_cast<double>(waited_ns) / 1e9 : 0;
}

}  // namespace

std::vector<std::string> probe_names() {
  std::vector<std::string> names;
  names.reserve(kProbes.size());
  for (const Entry& entry : kProbes) names.emplace_back(entry.name);
  return names;
}

ProbeRun::ProbeRun(ProbePlan plan) : plan_(std::move(plan)) {
  if (find(plan_.name) == nullptr) throw std::invalid_argument("no such probe: " + plan_.name);
  if (plan_.cpus.empty()) throw std::invalid_argument("cpus is empty");
}

ProbeResult ProbeRun::run() {
  tsc_hz();  // calibrated once per process: not at the probe's expense
  ProbeResult result;
  std::exception_ptr failure;
  const std::int64_t began = monotonic_raw_ns();
  const Context context{plan_.cpus, Budget(cancelled_, plan_.seconds), plan_.wire_program};
  // A thread of its own: the caller's is borrowed, and must not come back pinned.
  std::thread measuring([&] {
    pin_this_thread(context.here());
    const double waited = waited_seconds();
    try {
      static_cast<void>(context.budget.left());  // cancelled before it began
      result = measure(*find(plan_.name), context);
    } catch (...) {
      failure = std::current_exception();
    }
    result.waited = waited_seconds() - waited;
  });
  measuring.join();
  if (failure) std::rethrow_exception(failure);
  result.seconds = static_cast<double>(monotonic_raw_ns() - began) / 1e9;
  result.waited = std::clamp(result.waited / result.seconds, 0.0, 1.0);
  return result;
}

}  // namespace lab::probes
