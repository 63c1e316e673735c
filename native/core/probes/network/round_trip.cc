#include "core/probes/network/round_trip.hpp"

#include <sys/socket.h>

#include <array>
#include <cstring>

#include "core/probes/partner.hpp"

namespace lab::probes {
namespace {

constexpr std::size_t kPayload = 32;  // an order or a tick: what latency matters for is small
constexpr int kPatienceMs = 50;       // after which a datagram counts as lost, and a server looks whether to stop
constexpr std::size_t kWarmUp = 20;   // the first ones resolve addresses and fill caches
constexpr std::size_t kMostTrips = 50'000;
constexpr std::size_t kMostLost = 20;  // in a row, a second's worth: nobody is there

using Datagram = std::array<std::byte, kPayload>;

void serve(int fd, int flags, const std::atomic<bool>& stop) noexcept {
  Datagram datagram{};
  while (!stop.load(std::memory_order_relaxed)) {  // with Partner::end
    const ssize_t got = recv(fd, datagram.data(), datagram.size(), flags);
    if (got > 0) send(fd, datagram.data(), static_cast<std::size_t>(got), 0);
  }
}

// Whether the datagram with this number came back in time. Older ones that were late are not it.
bool hear(int fd, int flags, std::uint64_t number) noexcept {
  const std::int64_t patience = kPatienceMs * std::int64_t{1'000'000};
  Datagram datagram{};
  for (const std::int64_t began = monotonic_raw_ns(); monotonic_raw_ns() - began < patience;) {
    if (recv(fd, datagram.data(), datagram.size(), flags) != static_cast<ssize_t>(kPayload)) continue;
    std::uint64_t heard = 0;
    std::memcpy(&heard, datagram.data(), sizeof heard);
    if (heard == number) return true;
  }
  return false;
}

}  // namespace

Quartiles round_trips(const UdpSocket& client, const UdpSocket& server, Waiting waiting, Placement placement,
                      const Budget& budget) {
  client.connect_to(server);
  server.connect_to(client);
  client.wait_at_most(kPatienceMs);
  server.wait_at_most(kPatienceMs);
  const int flags = waiting == Waiting::kPolled ? MSG_DONTWAIT : 0;
  Partner partner(placement.server_cpu,
                  [fd = server.fd(), flags](const std::atomic<bool>& stop) { serve(fd, flags, stop); });
  partner.wait_until_running(budget);
  Samples samples;
  std::size_t lost = 0;
  Datagram datagram{};
  for (std::uint64_t number = 0; samples.count() < kMostTrips && (budget.left() || samples.count() == 0); ++number) {
    std::memcpy(datagram.data(), &number, sizeof number);
    const std::uint64_t began = read_tsc();
    send(client.fd(), datagram.data(), datagram.size(), 0);
    const bool heard = hear(client.fd(), flags, number);
    const double ns = ticks_to_ns(read_tsc() - began);
    lost = heard ? 0 : lost + 1;
    if (lost >= kMostLost) throw Refused({"no-answer", ""});
    if (heard && number >= kWarmUp) samples.add(ns);
  }
  return samples.quartiles();
}

}  // namespace lab::probes
