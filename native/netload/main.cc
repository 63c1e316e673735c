// lab-netload: the load generator. Makes a wire, starts a device under test on its far side, and drives it with the
// traffic that the trial conductor orders (lab/protocol.hpp, file descriptor 3). Everything it makes ends with it.
#include <sys/wait.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

#include "core/affinity.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "netload/closed_loop.hpp"
#include "netload/loads.hpp"
#include "netload/options.hpp"
#include "netload/stream.hpp"
#include "wire/driver.hpp"

namespace {

constexpr int kUsageError = 2;
constexpr std::uint64_t kSelfTestItems = 20'000;  // some 20 ms each, of which the best counts
constexpr std::uint64_t kSelfTests = 5;
constexpr int kReadyMs = 3000;  // a sandbox is up in some 20 ms; the conductor waits for longer than this

// The loads of a command line, one for each workload.
class Loads final : public lab::wire::Generator {
 public:
  Loads(const lab::wire::Wire& wire, const std::vector<lab::Traffic>& traffic) : wire_(wire), traffic_(traffic) {
    for (const lab::Traffic& each : traffic) loads_.push_back(make(wire, each));
  }

  std::optional<lab::wire::Wrong> carry(const lab::Order& order, lab::wire::Carried& carried) override {
    last_ = loads_.at(order.workload).get();
    return last_->carry(order, carried);
  }
  std::optional<lab::wire::Wrong> saturate(const lab::Order& order, double& per_second) override {
    return lab::saturate(wire_, traffic_.at(order.workload), per_second);
  }
  [[nodiscard]] const lab::Latencies* latencies() const override {
    return last_ != nullptr ? last_->latencies() : nullptr;
  }

 private:
  static std::unique_ptr<Load> make(const lab::wire::Wire& wire, const lab::Traffic& traffic) {
    if (traffic.loop != lab::Traffic::Loop::kClosed) return std::make_unique<lab::Stream>(wire, traffic);
    return std::make_unique<lab::ClosedLoop>(wire, lab::ClosedLoopPlan{traffic.path, traffic.bytes});
  }

  const lab::wire::Wire& wire_;
  const std::vector<lab::Traffic>& traffic_;
  std::vector<std::unique_ptr<Load>> loads_;
  Load* last_ = nullptr;
};

int drive(const lab::Options& options) {
  const lab::wire::Wire wire(options.device);
  lab::wire::Dut dut(wire, {options.command, options.dut_cpu, {}});
  if (options.generator_cpu >= 0) lab::pin_this_thread(options.generator_cpu);
  lab::tsc_hz();  // takes a moment; the DUT starts meanwhile
  if (const lab::wire::Complaint complaint = dut.wait_until_ready(kReadyMs)) {
    std::fprintf(stderr, "%s\n", complaint->c_str());
    return lab::kDriverLostDut;
  }
  if (options.mode == lab::Options::Mode::kLoads) {
    std::puts(lab::to_json(lab::measure_loads(wire, dut, options.traffic.front(), options.rates)).c_str());
    return 0;
  }
  Loads loads(wire, options.traffic);
  return lab::wire::run_driver(dut, loads);
}

// What the generator itself can send and receive, with no program between: a result near it would be its own, not the
// program's (measurement.md 4.1 calls it the maximum load). Of a closed loop the same number is the round trips a
// second that a program of no cost would give.
int self_test(const lab::Options& options) {
  const lab::wire::Wire wire(options.device);
  if (options.generator_cpu >= 0) lab::pin_this_thread(options.generator_cpu);
  const char* separator = "[";
  for (const lab::Traffic& each : options.traffic) {
    lab::Traffic saturating = each;
    saturating.loop = lab::Traffic::Loop::kWindow;
    lab::Stream stream(wire, saturating, lab::Stream::WithoutDut{});
    lab::Order order{};
    order.items = kSelfTestItems;
    double best = 0;
    for (order.sequence = 1; order.sequence <= kSelfTests; ++order.sequence) {
      lab::wire::Carried carried;
      if (const auto wrong = stream.carry(order, carried)) throw std::runtime_error(wrong->sentence);
      const double seconds = static_cast<double>(carried.seen.elapsed_ticks) / lab::tsc_hz();
      best = std::max(best, static_cast<double>(carried.items) / seconds);
    }
    std::printf("%s%.0f", separator, best);
    separator = ",";
  }
  std::puts("]");
  return 0;
}

// Says what wire this machine can make, by making it, and whether the command runs on its far side.
int probe(const lab::Options& options) {
  const lab::wire::Wire wire(options.device);
  const bool root = wire.privilege() == lab::wire::Privilege::kRoot;
  std::printf(R"({"device":"%s","privilege":"%s","fallback":"%s"})"
              "\n",
              lab::wire::name_of(wire.device()), root ? "root" : "user", wire.fallback_reason().c_str());
  return 0;
}

int run(const lab::Options& options) {
  switch (options.mode) {
    case lab::Options::Mode::kDrive:
    case lab::Options::Mode::kLoads:
      return drive(options);
    case lab::Options::Mode::kSelfTest:
      return self_test(options);
    case lab::Options::Mode::kProbe:
      return probe(options);
  }
  return kUsageError;
}

}  // namespace

int main(int argc, char** argv) {
  const std::optional<lab::Options> options = lab::parse_options(argc, argv);
  if (!options) {
    std::fputs(lab::kUsage, stderr);
    return kUsageError;
  }
  try {
    return run(*options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lab-netload: %s\n", error.what());
    return lab::kDriverMachineFault;
  }
}
