// There and back between two UDP sockets, each with a thread on a CPU of its own.
#pragma once

#include "core/probes/budget.hpp"
#include "core/probes/network/udp_socket.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {

enum class Waiting {
  kBlocking,  // recv sleeps in the kernel until something is there
  kPolled,    // recv is called over and over with MSG_DONTWAIT
};

struct Placement {
  int client_cpu;
  int server_cpu;
};

// ns of each round trip of a small datagram, as the client sees it: send, the server's receive and send, receive. The
// caller runs on client_cpu. Throws Refused("no-answer") where nothing comes back.
Quartiles round_trips(const UdpSocket& client, const UdpSocket& server, Waiting waiting, Placement placement,
                      const Budget& budget);

}  // namespace lab::probes
