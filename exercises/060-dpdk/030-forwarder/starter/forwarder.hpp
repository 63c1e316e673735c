// A layer-2 forwarder between pairs of ports: what comes in by one leaves by the other.
//
// It compiles, refuses to open, and forwards nothing. The places to fill in are marked TODO(you); `lab grade
// dpdk/forwarder` tells you what to look at first. Everything between the includes and the end of the file is yours to
// change, as long as the public interface stays.
#pragma once

#include <rte_cycles.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include <csignal>
#include <cstdint>

#include "given.hpp"

class Forwarder {
 public:
  // Sets up and starts every port that there is, with mbufs from `pool`. Returns nullptr, or a sentence that says why
  // it cannot be done: no port, or one that would have no partner.
  // TODO(you): for each port: rte_eth_dev_configure(), rte_eth_rx_queue_setup(), rte_eth_tx_queue_setup(),
  // rte_eth_dev_start(). Who is whose partner?
  const char* open(rte_mempool* pool) {
    static_cast<void>(pool);
    return "open() is not written yet.";
  }

  // One round over all ports. `now` is rte_rdtsc(), which counts rte_get_tsc_hz() ticks a second.
  // TODO(you): 1. receive a burst 2. write the two addresses 3. collect for the partner 4. send when a burst is full,
  // or when the first of them has waited long enough. What becomes of those that the port does not take?
  void poll(std::uint64_t now) { static_cast<void>(now); }

  // Polls until SIGINT or SIGTERM comes. Installs the handlers first.
  // TODO(you): what may a signal handler do?
  void run() {}

  // TODO(you): count as you go.
  forwarder::Statistics statistics(std::uint16_t port) const {
    static_cast<void>(port);
    return {};
  }

  // Sends or frees what still waits, then stops and closes the ports.
  // TODO(you): where may mbufs still be?
  void close() {}

  // TODO(you): what has to be remembered of a port from one round to the next?
};
