// Two network namespaces with a veth pair between them: a cable whose ends are both ours. It belongs to a process that
// exists for it alone (lab-probe-wire), and goes when that ends, whatever ends it: no name is left on the host.
#pragma once

#include <string>

#include "core/probes/budget.hpp"
#include "core/probes/context.hpp"
#include "core/probes/network/udp_socket.hpp"

namespace lab::probes {

// A UDP socket at either end of a new cable. Moves the calling process into namespaces of its own (unshare(2)), without
// privileges into a user namespace, too; so it must have one thread, and be prepared to end. Throws
// Refused("no-namespaces").
struct Wire {
  UdpSocket client;
  UdpSocket server;
};
Wire lay_wire();

// Runs the round trips over a wire in lab-probe-wire and adds `veth-blocking` and `veth-polled`, or why there are none.
// The process is gone when this returns or throws.
void add_wire_figures(ProbeResult& result, const Context& context);

}  // namespace lab::probes
