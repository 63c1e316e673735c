// The trial conductor: runs one block of interleaved slices and times them from outside the measured processes
// (measurement.md 2.0). It decides nothing: what it saw is a record.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/arm_process.hpp"
#include "core/random.hpp"

namespace lab {

struct ArmPlan {
  std::string role;
  std::vector<std::string> argv;
};

struct WorkloadPlan {
  std::string metric;
  std::uint32_t workload;
  bool record_distribution;
  std::uint32_t pairs;          // learner/reference
  std::uint32_t control_pairs;  // naive/reference
  double slice_ms;
  double least_items;  // of a slice, though it then takes longer: a percentile needs so many
  // Open loop: the share of the reference's loss-free rate that is offered, and that rate, in items a second, where it
  // is known already. 0: not an open loop; 0: to be found, by the reference, before the first pair.
  double load = 0;
  double carried = 0;
};

struct BlockPlan {
  std::uint32_t index;
  std::vector<ArmPlan> arms;  // [0] learner, [1] reference, [2] naive where the positive control is wanted
  std::vector<WorkloadPlan> workloads;
  double warm_ms;
};

struct Slice {
  std::uint64_t items = 0;
  std::int64_t wall_ns = 0;
  std::int64_t tsc_ns = 0;
  std::int64_t cpu_ns = 0;
  std::int64_t run_delay_ns = 0;
  std::int64_t idle_cpu_ns = 0;
  std::int64_t steal_ns = 0;  // of an open loop's
  Seen seen{};                // of a driver, by its own clock
};

struct PairRecord {
  std::string roles[2];
  Slice slices[2];
  double canary[2];
};

struct WorkloadRecord {
  std::string metric;
  std::vector<PairRecord> pairs;
  double carried = 0;     // open loop: the reference's loss-free rate, items a second
  double per_second = 0;  // open loop: what was offered
  std::map<std::string, std::vector<Bucket>> distributions;  // by role; several orders' buckets one after the other
};

struct NoiseRecord {
  std::int64_t wall_ns = 0, steal_ns = 0, run_delay_ns = 0;
  std::int64_t interrupts = 0, softirqs = 0;
  std::int64_t involuntary_switches = 0, voluntary_switches = 0;
};

struct BlockRecord {
  std::uint32_t index = 0;
  std::int64_t started_ns = 0;
  std::map<std::string, std::size_t> pads;
  std::vector<WorkloadRecord> workloads;
  NoiseRecord noise;
  std::optional<ArmFault> fault;
};

struct ConductorConfig {
  std::uint64_t seed;
  std::vector<int> cpus;
  int order_timeout_ms;
  ArmKind arm_kind = ArmKind::kDirect;
};

class Conductor {
 public:
  explicit Conductor(ConductorConfig config);
  ~Conductor();
  Conductor(const Conductor&) = delete;
  Conductor& operator=(const Conductor&) = delete;

  // Runs one block on the calling thread, which sleeps while an arm works. Coins, pads and jitter are a function of
  // config.seed and plan.index, and so is the seed of the n-th order. Throws CancelledError, or std::system_error where
  // the machine fails.
  BlockRecord run_block(const BlockPlan& plan);

  // Makes a running block, or the next one, throw CancelledError. From any thread, at any time, for good.
  void cancel() noexcept;

 private:
  const ConductorConfig config_;
  int cancel_fd_;  // an eventfd: readable once cancelled
};

}  // namespace lab
