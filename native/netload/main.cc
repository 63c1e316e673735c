// lab-netload: the load generator. Makes a wire, starts a device under test on its far side, and drives it with the
// traffic that the trial conductor orders (lab/protocol.hpp, file descriptor 3). Everything it makes ends with it.
#include <sys/wait.h>

#include <cstdio>
#include <memory>

#include "core/affinity.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "netload/closed_loop.hpp"
#include "netload/options.hpp"
#include "wire/driver.hpp"

namespace {

constexpr int kUsageError = 2;
constexpr int kReadyMs = 3000;  // a sandbox is up in some 20 ms; the conductor waits for longer than this

// The loads of a command line, one for each workload.
class Loads final : public lab::wire::Load {
 public:
  Loads(const lab::wire::Wire& wire, const std::vector<lab::Traffic>& traffic) {
    for (const lab::Traffic& each : traffic) loads_.push_back(make(wire, each));
  }

  std::optional<lab::wire::Wrong> carry(const lab::Order& order, lab::wire::Carried& carried) override {
    last_ = loads_.at(order.workload).get();
    return last_->carry(order, carried);
  }
  [[nodiscard]] const lab::Latencies* latencies() const override {
    return last_ != nullptr ? last_->latencies() : nullptr;
  }

 private:
  static std::unique_ptr<Load> make(const lab::wire::Wire& wire, const lab::Traffic& traffic) {
    return std::make_unique<lab::ClosedLoop>(wire, lab::ClosedLoopPlan{traffic.path, traffic.bytes});
  }

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
  Loads loads(wire, options.traffic);
  return lab::wire::run_driver(dut, loads);
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
      return drive(options);
    case lab::Options::Mode::kProbe:
    case lab::Options::Mode::kSelfTest:
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
