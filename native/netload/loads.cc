#include "netload/loads.hpp"

#include <cstdio>
#include <stdexcept>

#include "core/clock.hpp"
#include "netload/stream.hpp"

namespace lab {
namespace {

constexpr double kShares[] = {0.1, 0.5, 0.9};  // of the knee (FD.io CSIT's latency trials)
constexpr double kSeconds = 0.15;              // at each load: long against a burst of noise, short for whoever waits
constexpr std::size_t kWindow = 32;
constexpr std::uint64_t kWindowItems = 10'000;

Seen carry(Stream& stream, std::uint64_t sequence, std::uint64_t items) {
  Order order{};
  order.sequence = sequence;
  order.seed = scramble(sequence);
  order.items = items;
  wire::Carried carried;
  if (const auto wrong = stream.carry(order, carried)) throw std::runtime_error(wrong->sentence);
  return carried.seen;
}

double per_second(const Seen& seen) {
  return static_cast<double>(seen.received) * tsc_hz() / static_cast<double>(seen.elapsed_ticks);
}

// The faster of two tries; the first one also warms everything up.
double knee(const wire::Wire& wire, Traffic traffic) {
  traffic.loop = Traffic::Loop::kWindow;
  traffic.outstanding = kWindow;
  Stream stream(wire, traffic);
  const double first = per_second(carry(stream, 1, kWindowItems));
  return std::max(first, per_second(carry(stream, 2, kWindowItems)));
}

}  // namespace

std::vector<LoadPoint> measure_loads(const wire::Wire& wire, wire::Dut& dut, const Traffic& traffic,
                                     std::vector<double> rates) {
  if (rates.empty()) {
    const double most = knee(wire, traffic);
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
    const Seen seen = carry(stream, 3, static_cast<std::uint64_t>(rate * kSeconds) + 1);
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
