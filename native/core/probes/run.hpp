// Runs one probe: finds it by name, gives it a pinned thread and a time limit, and lets it be cancelled.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/probes/result.hpp"

namespace lab::probes {

struct ProbePlan {
  std::string name;
  std::vector<int> cpus;  // one or two, on different physical cores
  double seconds;         // limit; building and undoing may take some 100 ms beyond it on a busy machine
  std::string wire_program;
};

// Names of all probes, in the order in which they are shown.
std::vector<std::string> probe_names();

class ProbeRun {
 public:
  // Throws std::invalid_argument for a name that is none, and for no CPU.
  explicit ProbeRun(ProbePlan plan);

  // Measures, while the calling thread waits. What this machine cannot do is in the result; CancelledError is the only
  // exception of a probe. Neither the caller's CPU affinity nor its namespaces change.
  ProbeResult run();

  // Makes a running run(), or the next, throw CancelledError. From any thread, at any time.
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }  // with Budget::left

 private:
  const ProbePlan plan_;
  std::atomic<bool> cancelled_{false};
};

}  // namespace lab::probes
