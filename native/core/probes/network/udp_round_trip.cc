// udp-round-trip: a small datagram there and back, over the loopback device and over a veth pair, for those who sleep
// until something comes and for those who keep asking.
#include "core/probes/context.hpp"
#include "core/probes/network/round_trip.hpp"
#include "core/probes/network/wire_process.hpp"

namespace lab::probes {
namespace {

Figure over_loopback(const Context& context, Waiting waiting, const Budget& budget) {
  need_two_cores(context);
  const UdpSocket client(kLoopback);
  const UdpSocket server(kLoopback);
  return {"", round_trips(client, server, waiting, {context.here(), context.there()}, budget), ""};
}

}  // namespace

ProbeResult probe_udp_round_trip(const Context& context) {
  ProbeResult result;
  add_figure(result, "loopback-blocking",
             [&] { return over_loopback(context, Waiting::kBlocking, context.budget.part(0.25)); });
  add_figure(result, "loopback-polled",
             [&] { return over_loopback(context, Waiting::kPolled, context.budget.part(0.33)); });
  if (context.two_cores()) {
    add_wire_figures(result, context);
  } else {
    for (const char* name : {"veth-blocking", "veth-polled"}) result.absent.push_back({name, {"needs-two-cores", ""}});
  }
  return result;
}

}  // namespace lab::probes
