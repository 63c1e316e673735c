#include "core/conductor.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "core/canary.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace lab {
namespace {

constexpr std::size_t kLearner = 0;
constexpr std::size_t kReference = 1;
constexpr std::size_t kNaive = 2;
constexpr std::size_t kMaxPad = 4096;      // a page: what moves the stack against everything else
constexpr double kCanaryMs = 1.5;          // "about 2 ms" per pair in all (measurement.md 2.0)
constexpr double kJitter = 0.1;            // of a slice's length: nobody can learn it by heart
constexpr std::uint64_t kFirstItems = 64;  // of the first order, from which the calibration grows
constexpr double kSlowStart = 16.0;        // at most this growth from one calibrating order to the next
constexpr double kFewestItems = 50;        // that a median needs, however slow the program is (measurement.md 2.2)
constexpr double kLongestSliceMs = 600;    // for the sake of enough items, with a program of some ms for each
constexpr double kMsToNs = 1e6;
constexpr double kMsPerSecond = 1000;
constexpr double kSearchItems = 1u << 31;  // no limit: a search orders its own

// What went wrong with an arm, on its way out of a block. Never leaves this file.
struct Faulted {
  ArmFault fault;
};

class BlockRun {
 public:
  BlockRun(const ConductorConfig& config, const BlockPlan& plan, int cancel_fd, BlockRecord& record)
      : config_(config),
        plan_(plan),
        cancel_fd_(cancel_fd),
        record_(record),
        random_(config.seed ^ (std::uint64_t{plan.index} + 1) * kStreamStep),
        orders_(random_.next()) {}

  void run() {
    start_arms();
    const MachineCounters before = read_machine(config_.cpus);
    const std::int64_t began = monotonic_raw_ns();
    try {
      for (const WorkloadPlan& workload : plan_.workloads) run_workload(workload);
    } catch (Faulted& faulted) {
      record_.fault = std::move(faulted.fault);
    }
    const MachineCounters after = read_machine(config_.cpus);
    record_.noise.wall_ns = monotonic_raw_ns() - began;
    record_.noise.steal_ns = after.steal_ns - before.steal_ns;
    record_.noise.interrupts = after.interrupts - before.interrupts;
    record_.noise.softirqs = after.softirqs - before.softirqs;
    for (const auto& arm : arms_) {
      const SwitchCounters switches = arm->switches();
      record_.noise.voluntary_switches += switches.voluntary;
      record_.noise.involuntary_switches += switches.involuntary;
    }
  }

 private:
  void start_arms() {
    for (const ArmPlan& arm : plan_.arms) {
      const std::size_t pad = random_.below(kMaxPad);
      record_.pads[arm.role] = pad;
      arms_.push_back(std::make_unique<ArmProcess>(arm.role, config_.arm_kind, arm.argv, pad));
    }
    for (const auto& arm : arms_) {
      if (auto fault = arm->greet(config_.order_timeout_ms, cancel_fd_)) {
        record_.fault = std::move(fault);
        throw Faulted{*record_.fault};
      }
    }
    items_.assign(arms_.size(), 0.0);
  }

  void run_workload(const WorkloadPlan& workload) {
    record_.workloads.push_back({workload.metric, {}, 0, 0, {}});
    rate_ = 0;
    if (workload.load > 0) rate_ = choose_rate(workload);
    for (std::size_t arm = 0; arm < arms_.size(); ++arm) warm(workload, arm);
    double canary = read_canary();
    for (const std::size_t opponent : shuffled_pairs(workload)) {
      PairRecord pair;
      const bool reference_first = random_.coin();
      const std::size_t order[2] = {reference_first ? kReference : opponent, reference_first ? opponent : kReference};
      if (rate_ > 0) schedule_ = orders_.next();  // both arms meet the same arrivals (measurement.md 2.3)
      for (int i = 0; i < 2; ++i) {
        pair.roles[i] = arms_[order[i]]->role();
        pair.slices[i] = run_slice(workload, order[i]);
      }
      pair.canary[0] = canary;
      canary = read_canary();
      pair.canary[1] = canary;
      record_.workloads.back().pairs.push_back(std::move(pair));
    }
    schedule_.reset();
  }

  // What an open loop offers: a share of what the reference carries without loss, which is found out if it is not
  // known.
  double choose_rate(const WorkloadPlan& workload) {
    WorkloadRecord& record = record_.workloads.back();
    record.carried = workload.carried;
    if (record.carried <= 0) record.carried = carry(workload, kReference, kSearchItems, kFindRate).seen.rate;
    record.per_second = workload.load * record.carried;
    return record.per_second;
  }

  void warm(const WorkloadPlan& workload, std::size_t arm) {
    if (rate_ > 0) {  // there is nothing to calibrate
      carry(workload, arm, rate_ * plan_.warm_ms / kMsPerSecond, 0);
      items_[arm] = std::max(workload.least_items, rate_ * workload.slice_ms / kMsPerSecond);
    } else {
      calibrate(workload, arm);
    }
  }

  // Who meets the reference in each pair: the learner, and now and then the naive arm, in an order nobody can foresee.
  std::vector<std::size_t> shuffled_pairs(const WorkloadPlan& workload) {
    std::vector<std::size_t> opponents(workload.pairs, kLearner);
    if (arms_.size() > kNaive) opponents.insert(opponents.end(), workload.control_pairs, kNaive);
    for (std::size_t i = opponents.size(); i > 1; --i) std::swap(opponents[i - 1], opponents[random_.below(i)]);
    return opponents;
  }

  // Runs the arm for warm_ms, from a tiny order upwards, and finds out how many items last a slice.
  void calibrate(const WorkloadPlan& workload, std::size_t arm) {
    double items = kFirstItems;
    double rate = 0;                 // items per ns
    carry(workload, arm, items, 0);  // pays for whatever is made on first use, which says nothing about the rate
    for (double spent = 0; spent < plan_.warm_ms * kMsToNs;) {
      const Carried carried = carry(workload, arm, items, 0);
      const auto wall = std::max<double>(1, static_cast<double>(carried.wall_ns));
      spent += wall;
      rate = static_cast<double>(carried.items) / wall;
      // The next order fills what is left of the warm-up, but a first guess is not trusted with all of it.
      const double left = std::max(workload.slice_ms, plan_.warm_ms) * kMsToNs;
      items = std::clamp(rate * left / 2, 1.0, items * kSlowStart);
    }
    const double affordable = std::min(workload.least_items, std::max(kFewestItems, rate * kLongestSliceMs * kMsToNs));
    items_[arm] = std::max({1.0, rate * workload.slice_ms * kMsToNs, affordable});
  }

  Slice run_slice(const WorkloadPlan& workload, std::size_t arm) {
    const double jitter = 1 + kJitter * (2 * random_.fraction() - 1);
    std::vector<ProcessCounters> before;
    for (const auto& each : arms_) before.push_back(each->counters());
    const std::int64_t stolen = rate_ > 0 ? read_machine(config_.cpus).steal_ns : 0;
    // An open loop is as long for both arms of a pair: what may be lost depends on it.
    const double items = rate_ > 0 ? items_[arm] : items_[arm] * jitter;
    Carried carried = carry(workload, arm, items, workload.record_distribution ? kRecordDistribution : 0);
    Slice slice;
    slice.items = carried.items;
    slice.wall_ns = carried.wall_ns;
    slice.tsc_ns = carried.tsc_ns;
    slice.seen = carried.seen;
    if (rate_ > 0) slice.steal_ns = read_machine(config_.cpus).steal_ns - stolen;
    for (std::size_t i = 0; i < arms_.size(); ++i) {
      const ProcessCounters after = arms_[i]->counters();
      if (i == arm) {
        slice.cpu_ns = after.cpu_ns - before[i].cpu_ns;
        slice.run_delay_ns = std::max<std::int64_t>(0, after.run_delay_ns - before[i].run_delay_ns);
      } else {
        slice.idle_cpu_ns += after.cpu_ns - before[i].cpu_ns;
      }
    }
    record_.noise.run_delay_ns += slice.run_delay_ns;
    auto& buckets = record_.workloads.back().distributions[arms_[arm]->role()];
    buckets.insert(buckets.end(), carried.buckets.begin(), carried.buckets.end());
    return slice;
  }

  Carried carry(const WorkloadPlan& workload, std::size_t arm, double items, std::uint32_t flags) {
    Order order{};
    order.magic = kOrderMagic;
    order.version = kProtocolVersion;
    order.workload = workload.workload;
    order.flags = flags;
    order.rate = rate_;
    order.cookie = orders_.next();
    order.sequence = ++sequence_;
    order.seed = schedule_ ? *schedule_ : orders_.next();
    order.items = static_cast<std::uint64_t>(std::llround(std::max(1.0, items)));
    order.cpu_count = static_cast<std::uint32_t>(std::min(config_.cpus.size(), kMaxCpus));
    for (std::size_t i = 0; i < order.cpu_count; ++i) order.cpus[i] = static_cast<std::uint32_t>(config_.cpus[i]);
    Carried carried;
    if (auto fault = arms_[arm]->carry(order, config_.order_timeout_ms, cancel_fd_, carried)) {
      fault->metric = workload.metric;
      throw Faulted{std::move(*fault)};
    }
    return carried;
  }

  [[nodiscard]] double read_canary() const {
    const std::vector<double> speeds = run_canary(config_.cpus, kCanaryMs);
    return *std::min_element(speeds.begin(), speeds.end());
  }

  const ConductorConfig& config_;
  const BlockPlan& plan_;
  const int cancel_fd_;
  BlockRecord& record_;
  Random random_;  // coins, pads, jitter: as many as the plan says
  Random orders_;  // cookies and seeds: as many as it takes to warm up, which depends on the machine
  std::vector<std::unique_ptr<ArmProcess>> arms_;
  std::vector<double> items_;              // per slice, by arm
  double rate_ = 0;                        // of the workload that is being measured, where it is an open loop
  std::optional<std::uint64_t> schedule_;  // of the pair that is being measured, likewise: the seed of its arrivals
  std::uint64_t sequence_ = 0;
};

}  // namespace

Conductor::Conductor(ConductorConfig config)
    : config_(std::move(config)), cancel_fd_(check_syscall("eventfd", eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))) {}

Conductor::~Conductor() { close(cancel_fd_); }

void Conductor::cancel() noexcept { eventfd_write(cancel_fd_, 1); }

BlockRecord Conductor::run_block(const BlockPlan& plan) {
  BlockRecord record;
  record.index = plan.index;
  record.started_ns = monotonic_raw_ns();
  BlockRun run(config_, plan, cancel_fd_, record);
  try {
    run.run();
  } catch (Faulted& faulted) {
    record.fault = std::move(faulted.fault);
  }
  return record;
}

}  // namespace lab
