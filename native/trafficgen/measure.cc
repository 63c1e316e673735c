#include "trafficgen/measure.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>

#include "core/clock.hpp"
#include "wire/dut.hpp"

namespace lab::trafficgen {
namespace {

constexpr int kLinkMs = 8000;
// A program whose ports are up may still be on its way into its loop; testpmd restarts its queues there.
constexpr unsigned kSettleUs = 500'000;
constexpr int kFirstFrames = 3;                 // tries, of some seconds each
constexpr std::uint64_t kRateFrames = 400'000;  // some 50 ms at full load
constexpr std::uint64_t kLoneFrames = 10'000;
constexpr std::uint32_t kWindow = kDescriptors / 2;
// The search for a rate without loss: shares of the rate in the closed loop, from the top, until two of three short
// trials lose nothing (after RFC 9971: many short trials, and one unlucky one does not decide).
constexpr double kShares[] = {1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05};
constexpr double kTrialSeconds = 0.05;
constexpr int kTrials = 3;
constexpr int kLossFree = 2;
constexpr double kSearchSilenceSeconds = 0.5;  // one unlucky trial does not decide, so that none waits for long

class Bench {
 public:
  Bench(std::vector<Way> ways, rte_mempool* pool) : ways_(std::move(ways)), pool_(pool) {}

  // Frames per second with half a ring under way each way.
  [[nodiscard]] double rate() const {
    const Outcome outcome = run(kRateFrames, kWindow, 0);
    if (!outcome.perfect()) throw std::runtime_error(outcome.story());
    return static_cast<double>(outcome.arrivals) * 1e9 / static_cast<double>(outcome.wall_ns);
  }

  // Waits until frames come back: a port of the kernel's is up before anybody looks at it, and what is sent meanwhile
  // is lost without a word. Throws where none do.
  void wait_until_it_forwards() const {
    Outcome outcome;
    for (int tries = 0; tries < kFirstFrames; ++tries) {
      outcome = run(ways_.size(), 1, 0);
      if (outcome.lost() == 0) return;
    }
    throw std::runtime_error(outcome.story());
  }

  [[nodiscard]] Outcome lone_frames() const { return run(kLoneFrames, 1, 0); }

  // The highest of the tried rates at which most trials lose nothing; 0 where there is none.
  [[nodiscard]] double loss_free_rate(double most) const {
    for (const double share : kShares) {
      const double offered = share * most;
      if (is_loss_free(offered)) return offered;
    }
    return 0;
  }

 private:
  [[nodiscard]] bool is_loss_free(double offered) const {
    const auto frames = static_cast<std::uint64_t>(std::max(1.0, offered * kTrialSeconds));
    int without_loss = 0;
    int with_loss = 0;
    while (without_loss < kLossFree && with_loss <= kTrials - kLossFree) {
      ++(run(frames, 0, offered).lost() == 0 ? without_loss : with_loss);
    }
    return without_loss == kLossFree;
  }

  [[nodiscard]] Outcome run(std::uint64_t frames, std::uint32_t window, double rate) const {
    TrafficPlan plan{.sizes = {{kSmallestFrame, 1}}, .frames = frames, .seed = 1, .window = window, .rate = rate};
    if (window == 0) plan.silence_seconds = kSearchSilenceSeconds;
    return run_traffic(ways_, plan, pool_);
  }

  std::vector<Way> ways_;
  rte_mempool* pool_;
};

void print(const Bench& bench) {
  bench.wait_until_it_forwards();
  static_cast<void>(bench.rate());  // warms caches and tables
  const double rate = bench.rate();
  const Outcome lone = bench.lone_frames();
  if (!lone.perfect()) throw std::runtime_error(lone.story());
  const double ns_per_tick = 1e9 / tsc_hz();
  std::printf(R"({"rate":%.0f,"lossFreeRate":%.0f,"p50Ns":%.0f,"p99Ns":%.0f})"
              "\n",
              rate, bench.loss_free_rate(rate), static_cast<double>(lone.latency.at(0.5)) * ns_per_tick,
              static_cast<double>(lone.latency.at(0.99)) * ns_per_tick);
}

}  // namespace

int measure(const DrivePlan& plan) {
  try {
    const std::optional<wire::Cables> cables = lay_cables(plan);
    start_eal(plan.eal);
    rte_mempool* const pool = make_pool();
    std::vector<std::unique_ptr<Port>> ports;
    std::vector<const Port*> through;
    for (std::uint16_t i = 0; i < Port::count(); ++i) {
      through.push_back(ports.emplace_back(std::make_unique<Port>(i, pool)).get());
    }
    const std::unique_ptr<wire::Dut> dut = start_dut(plan, cables);
    for (const auto& port : ports) {
      if (!port->wait_for_link(kLinkMs)) throw std::runtime_error("a port never came up: " + dut->errors());
    }
    usleep(kSettleUs);
    print(Bench(ways_through(through, plan.service, plan.dut_addresses), pool));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lab-trafficgen: %s\n", error.what());
    return 1;
  }
}

}  // namespace lab::trafficgen
