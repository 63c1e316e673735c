#include "trafficgen/drive.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>

#include "wire/driver.hpp"

namespace lab::trafficgen {
namespace {

constexpr int kReadyMs = 5000;                       // EAL takes a quarter of a second, longer on a busy machine
constexpr std::uint32_t kWindow = kDescriptors / 2;  // of a way: half a ring, so that none can overflow
constexpr std::uint32_t kShortTrain = 8;             // of a way: less than a burst
constexpr std::uint64_t kWarmFrames = 20'000;
constexpr std::size_t kTurns = 3;  // at saturation, of which the middle one counts
constexpr double kTurnSeconds = 0.05;

// What an order's workload number means.
struct Shape {
  const char* name;
  std::vector<SizeShare> sizes;
  std::uint32_t window;  // 0: an open loop, at the order's rate
};

const std::vector<Shape>& shapes() {
  static const std::vector<Shape> all = {
      {"frames of 64 bytes, as many as it takes", {{kSmallestFrame, 1}}, kWindow},
      {"one frame of 64 bytes at a time", {{kSmallestFrame, 1}}, 1},
      {"frames of 64, 570 and 1518 bytes, as many as it takes", {std::begin(kImix), std::end(kImix)}, kWindow},
      {"frames of 64 bytes, eight at a time", {{kSmallestFrame, 1}}, kShortTrain},
      {"frames of 64 bytes, by a schedule", {{kSmallestFrame, 1}}, 0},
  };
  return all;
}

class Loads final : public wire::Generator {
 public:
  Loads(std::vector<Way> ways, rte_mempool* pool) : ways_(std::move(ways)), pool_(pool) {}

  std::optional<wire::Wrong> carry(const Order& order, wire::Carried& carried) override {
    const Shape& shape = shapes().at(order.workload);
    const bool open = shape.window == 0;
    TrafficPlan plan{.sizes = shape.sizes, .frames = order.items, .seed = order.seed, .window = shape.window};
    if (open) {
      plan.rate = order.rate;
      plan.silence_seconds = kLossSilenceSeconds;
    }
    last_ = run_traffic(ways_, plan, pool_);
    carried.seen = last_.seen();
    carried.items = carried.seen.received;
    if (last_.perfect()) return std::nullopt;
    if (open && last_.honest() && carried.seen.received != 0) return std::nullopt;
    const int exit_code = last_.lost() > 0 ? kDriverSawNoReply : kDriverSawWrongReply;
    return wire::Wrong{exit_code, std::string(shape.name) + ": " + last_.story()};
  }
  std::optional<wire::Wrong> saturate(const Order& order, double& per_second) override {
    const Shape& shape = shapes().at(order.workload);
    double rates[kTurns] = {};
    std::uint64_t frames = kWarmFrames;
    for (std::size_t turn = 0; turn <= kTurns; ++turn) {  // the first one warms everything up
      last_ = run_traffic(ways_, {.sizes = shape.sizes, .frames = frames, .seed = turn, .window = kWindow}, pool_);
      if (!last_.perfect()) return wire::Wrong{kDriverSawNoReply, std::string(shape.name) + ": " + last_.story()};
      const double rate = static_cast<double>(last_.arrivals) * 1e9 / static_cast<double>(last_.wall_ns);
      if (turn > 0) rates[turn - 1] = rate;
      frames = std::max<std::uint64_t>(kWarmFrames, static_cast<std::uint64_t>(rate * kTurnSeconds));
    }
    std::sort(std::begin(rates), std::end(rates));
    per_second = rates[kTurns / 2];
    return std::nullopt;
  }
  [[nodiscard]] const Latencies* latencies() const override { return &last_.latency; }

 private:
  std::vector<Way> ways_;
  rte_mempool* pool_;
  Outcome last_;
};

// DPDK's environment, ports and device under test, in the order in which they need one another.
int run(const DrivePlan& plan) {
  const std::optional<wire::Cables> cables = lay_cables(plan);
  start_eal(plan.eal);
  rte_mempool* const pool = make_pool();
  std::vector<std::unique_ptr<Port>> ports;
  std::vector<const Port*> through;
  for (std::uint16_t i = 0; i < Port::count(); ++i) {
    through.push_back(ports.emplace_back(std::make_unique<Port>(i, pool)).get());
  }
  const std::unique_ptr<wire::Dut> dut = start_dut(plan, cables);
  if (const wire::Complaint complaint = dut->wait_until_ready(kReadyMs)) {
    std::fprintf(stderr, "%s\n", complaint->c_str());
    return kDriverLostDut;
  }
  for (std::size_t i = 0; i < ports.size(); ++i) {
    if (ports[i]->wait_for_link(kReadyMs)) continue;
    std::fprintf(stderr, "Port %zu never came up: open() has to start every port.\n", i);
    return kDriverSawNoReply;
  }
  Loads loads(ways_through(through, plan.service, plan.dut_addresses), pool);
  return wire::run_driver(*dut, loads);
}

}  // namespace

MacAddress address_of_dut(std::size_t port) noexcept {
  return {0x02, 'l', 'a', 'b', 0, static_cast<std::uint8_t>(port)};
}

MacAddress address_of_neighbour(std::size_t port) noexcept {
  return {0x02, 'l', 'a', 'b', 1, static_cast<std::uint8_t>(port)};
}

std::optional<wire::Cables> lay_cables(const DrivePlan& plan) {
  if (plan.cables == 0) return std::nullopt;
  std::vector<wire::Cable> cables;
  for (unsigned port = 0; port < plan.cables; ++port) {
    const std::string number = std::to_string(port);
    cables.push_back({{"lab-g" + number, address_of_neighbour(port)}, {"lab-d" + number, address_of_dut(port)}});
  }
  return std::optional<wire::Cables>(std::in_place, cables);
}

std::unique_ptr<wire::Dut> start_dut(const DrivePlan& plan, const std::optional<wire::Cables>& cables) {
  const wire::DutPlan dut{plan.dut, plan.dut_cpu, plan.dut_environment};
  return cables ? std::make_unique<wire::Dut>(cables->sides(), dut) : std::make_unique<wire::Dut>(dut);
}

std::vector<Way> ways_through(const std::vector<const Port*>& ports, Service service,
                              const std::vector<MacAddress>& of_dut) {
  const auto dut = [&of_dut](std::size_t port) { return port < of_dut.size() ? of_dut[port] : address_of_dut(port); };
  std::vector<Way> ways;
  for (std::size_t in = 0; in < ports.size(); ++in) {
    const std::size_t out = ports.size() == 1 ? 0 : in ^ 1;
    const Rewrite sent{dut(in), address_of_neighbour(in)};
    const Rewrite forwarded{address_of_neighbour(out), dut(out)};
    const Rewrite reflected{sent.source, sent.destination};
    const Rewrite* const expected = service == Service::kForward   ? &forwarded
                                    : service == Service::kReflect ? &reflected
                                                                   : &sent;
    ways.push_back({ports[in], ports[out], sent, *expected});
  }
  return ways;
}

int drive(const DrivePlan& plan) {
  try {
    return run(plan);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lab-trafficgen: %s\n", error.what());
    return kDriverMachineFault;
  }
}

int try_cables(DrivePlan plan) {
  constexpr int kEndMs = 5000;  // a sandbox is up in some 20 ms
  try {
    plan.cables = 2;
    const std::optional<wire::Cables> cables = lay_cables(plan);
    const std::unique_ptr<wire::Dut> command = start_dut(plan, cables);
    const wire::Complaint complaint = command->wait_until_ended(kEndMs);
    if (complaint) std::fprintf(stderr, "%s\n", complaint->c_str());
    return complaint ? kDriverMachineFault : 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lab-trafficgen: %s\n", error.what());
    return kDriverMachineFault;
  }
}

}  // namespace lab::trafficgen
