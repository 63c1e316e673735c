#include "netload/loads.hpp"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <stdexcept>

#include "core/clock.hpp"
#include "netload/stream.hpp"

namespace lab {
namespace {

constexpr double kShares[] = {0.1, 0.5, 0.9};  // of the knee (FD.io CSIT's latency trials)
constexpr double kSeconds = 0.15;              // at each load: long against a burst of noise, short for whoever waits
constexpr std::size_t kWindow = 32;
constexpr std::uint64_t kWarmItems = 2'000;
constexpr double kTurnSeconds = 0.05;
constexpr std::size_t kTurns = 3;

std::optional<wire::Wrong> carry(Stream& stream, std::uint64_t seed, std::uint64_t items, Seen& seen) {
  Order order{};
  order.seed = scramble(seed);
  order.items = items;
  wire::Carried carried;
  auto wrong = stream.carry(order, carried);
  seen = carried.seen;
  return wrong;
}

double per_second(const Seen& seen) {
  return static_cast<double>(seen.received) * tsc_hz() / static_cast<double>(seen.elapsed_ticks);
}

}  // namespace

std::optional<wire::Wrong> saturate(const wire::Wire& wire, Traffic traffic, double& most) {
  traffic.loop = Traffic::Loop::kWindow;
  traffic.arrivals = Traffic::Arrivals::kConstant;
  traffic.outstanding = kWindow;
  Stream stream(wire, traffic);
  Seen seen{};
  if (auto wrong = carry(stream, 0, kWarmItems, seen)) return wrong;
  const auto items = static_cast<std::uint64_t>(per_second(seen) * kTurnSeconds) + 1;
  double turns[kTurns] = {};
  for (std::size_t turn = 0; turn < kTurns; ++turn) {
    if (auto wrong = carry(stream, turn + 1, items, seen)) return wrong;
    turns[turn] = per_second(seen);
  }
  std::sort(std::begin(turns), std::end(turns));
  most = turns[kTurns / 2];
  return std::nullopt;
}

std::vector<LoadPoint> measure_loads(const wire::Wire& wire, wire::Dut& dut, const Traffic& traffic,
                                     std::vector<double> rates) {
  if (rates.empty()) {
    double most = 0;
    if (const auto wrong = saturate(wire, traffic, most)) throw std::runtime_error(wrong->sentence);
    for (const double share : kShares) rates.push_back(share * most);
  }
  std::vector<LoadPoint> points;
  for (const double rate : rates) {
    Traffic open = traffic;
    open.loop = Traffic::Loop::kOpen;
    open.per_second = rate;
    open.arrivals = Traffic::Arrivals::kPoisson;
    Stream stream(wire, open);
    const std::int64_t before = dut.cpu_ns();
    Seen seen{};
    if (const auto wrong = carry(stream, 1, static_cast<std::uint64_t>(rate * kSeconds) + 1, seen)) {
      throw std::runtime_error(wrong->sentence);
    }
    points.push_back({rate, seen, dut.cpu_ns() - before});
  }
  return points;
}

std::string to_json(const std::vector<LoadPoint>& points) {
  std::string json = "[";
  const double ns_per_tick = 1e9 / tsc_hz();
  for (const LoadPoint& point : points) {
    char text[256];
    std::snprintf(text, sizeof text,
                  R"(%s{"perSecond":%.0f,"sent":%llu,"lost":%llu,"cpuNs":%lld,"p50Ns":%.0f,"p99Ns":%.0f})",
                  json.size() == 1 ? "" : ",", point.per_second, static_cast<unsigned long long>(point.seen.sent),
                  static_cast<unsigned long long>(point.seen.lost), static_cast<long long>(point.cpu_ns),
                  static_cast<double>(point.seen.latency_ticks[kP50]) * ns_per_tick,
                  static_cast<double>(point.seen.latency_ticks[kP99]) * ns_per_tick);
    json += text;
  }
  return json + "]";
}

}  // namespace lab
