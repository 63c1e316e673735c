// Sends every frame back to whoever sent it.
//
// It compiles, and does nothing yet. The places to fill in are marked TODO(you); `lab grade dpdk/first-packets` tells
// you what to look at first. Everything between the includes and the end of the file is yours to change, as long as the
// public interface stays. DPDK's environment (EAL) has been started when the first call comes.
#pragma once

#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include <cstdint>

class Reflector {
 public:
  static constexpr std::uint16_t kBurst = 32;          // frames that one call receives, or sends, at most
  static constexpr std::uint16_t kDescriptors = 1024;  // of each queue

  // A pool of `frames` mbufs, each with room for an ordinary frame, for one thread; nullptr where there is no memory.
  // TODO(you): rte_pktmbuf_pool_create()
  rte_mempool* make_pool(unsigned frames) {
    static_cast<void>(frames);
    return nullptr;
  }

  // Sets up the port with one queue in each direction and starts it. True when it runs.
  //
  // TODO(you): this is how guides of 2019 do it. None of the marked lines compiles with your DPDK. Find out for each
  // whether its name has changed or the thing itself has gone: `pkg-config --modversion libdpdk` says which DPDK you
  // have, /usr/include/dpdk/rte_ethdev.h what there is, and the release notes of 21.11 what happened.
  //
  //   struct rte_eth_conf conf = {};
  //   conf.rxmode.max_rx_pkt_len = ETHER_MAX_LEN;                    // (1) (2)
  //   conf.rxmode.mq_mode = ETH_MQ_RX_NONE;                          // (3)
  //   conf.txmode.offloads = DEV_TX_OFFLOAD_MBUF_FAST_FREE;          // (4), and what if the port does not offer it?
  //   if (rte_eth_dev_count() == 0) return false;                    // (5)
  //   rte_eth_dev_configure(port, 1, 1, &conf);
  //   rte_eth_rx_queue_setup(port, 0, 1024, rte_eth_dev_socket_id(port), NULL, pool);
  //   rte_eth_tx_queue_setup(port, 0, 1024, rte_eth_dev_socket_id(port), NULL);
  //   rte_eth_dev_start(port);                                       // all of these can fail
  bool open(std::uint16_t port, rte_mempool* pool) {
    static_cast<void>(port);
    static_cast<void>(pool);
    return false;
  }

  // Receives up to kBurst frames, exchanges their two addresses, and sends them back. Returns how many came.
  // TODO(you): rte_eth_rx_burst(), rte_pktmbuf_mtod(), rte_eth_tx_burst(). Whose are the frames that the port does not
  // take?
  unsigned poll() { return 0; }

  // Stops and closes the port.
  // TODO(you)
  void close() {}
};
