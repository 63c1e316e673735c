// What is wrong: drops what is longer than 1514 bytes, as if a VLAN tag were part of them.
// Why people write it: 1514 is an MTU of 1500 and 14 bytes of header, and the constant is at hand.
// What catches it: the longest frame with a tag has 1518 bytes (step tags).
#pragma once

#include <rte_cycles.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include <array>
#include <csignal>
#include <cstdint>

#include "given.hpp"

class Forwarder {
 public:
  const char* open(rte_mempool* pool) {
    const std::uint16_t count = rte_eth_dev_count_avail();
    if (count == 0) return "There is no port: give EAL at least two devices (--vdev or -a).";
    if (count % 2 != 0) return "The number of ports is odd: frames of the last one would have nowhere to go.";
    if (count > kMostPorts) return "More than 8 ports: this forwarder is built for four pairs.";
    std::uint16_t id = 0;
    RTE_ETH_FOREACH_DEV(id) {
      if (const char* why = start(ports_[count_], id, pool)) return why;
      ++count_;
    }
    longest_wait_ = rte_get_tsc_hz() / kMicrosecondsPerSecond * forwarder::kLongestWaitUs;
    return nullptr;
  }

  void poll(std::uint64_t now) {
    for (std::uint16_t in = 0; in < count_; ++in) {
      Port& from = ports_[in];
      Port& to = ports_[in ^ 1];  // pairs in the order of the list, whatever their numbers are
      rte_mbuf* burst[forwarder::kBurst];
      const std::uint16_t received = rte_eth_rx_burst(from.id, 0, burst, forwarder::kBurst);
      from.statistics.received += received;
      for (std::uint16_t i = 0; i < received; ++i) forward(burst[i], to, now);
      // Nothing more is coming, or the first frame has waited long enough.
      if (to.held != 0 && (received == 0 || now - to.held_since >= longest_wait_)) send(to);
    }
  }

  void run() {
    stop = 0;
    std::signal(SIGINT, ask_to_stop);
    std::signal(SIGTERM, ask_to_stop);
    while (stop == 0) poll(rte_rdtsc());
  }

  [[nodiscard]] forwarder::Statistics statistics(std::uint16_t port) const {
    for (std::uint16_t i = 0; i < count_; ++i) {
      if (ports_[i].id == port) return ports_[i].statistics;
    }
    return {};
  }

  void close() {
    for (std::uint16_t i = 0; i < count_; ++i) send(ports_[i]);
    for (std::uint16_t i = 0; i < count_; ++i) {
      rte_eth_dev_stop(ports_[i].id);
      rte_eth_dev_close(ports_[i].id);
    }
    count_ = 0;
  }

 private:
  static constexpr std::uint16_t kMostPorts = 8;
  static constexpr std::uint64_t kMicrosecondsPerSecond = 1'000'000;

  // A line of its own for each port's state: with more than one lcore that would be false sharing otherwise.
  struct alignas(RTE_CACHE_LINE_SIZE) Port {
    std::uint16_t id = 0;
    std::uint16_t held = 0;  // frames that wait for company
    std::uint64_t held_since = 0;
    rte_ether_addr address{};
    rte_ether_addr neighbour{};
    forwarder::Statistics statistics;
    std::array<rte_mbuf*, forwarder::kBurst> waiting{};
  };

  // All that a signal handler may touch.
  static inline volatile std::sig_atomic_t stop = 0;
  static void ask_to_stop(int) { stop = 1; }

  static const char* start(Port& port, std::uint16_t id, rte_mempool* pool) {
    rte_eth_dev_info info{};
    if (rte_eth_dev_info_get(id, &info) != 0) return "A port does not say what it can do.";
    rte_eth_conf conf{};
    // Whatever the port can check for us, and the one way of freeing that fits a single pool; neither where it is not
    // offered, since configuring fails then.
    conf.rxmode.offloads = info.rx_offload_capa & RTE_ETH_RX_OFFLOAD_CHECKSUM;
    conf.txmode.offloads = info.tx_offload_capa & RTE_ETH_TX_OFFLOAD_MULTI_SEGS;
    std::uint16_t rx = forwarder::kDescriptors;
    std::uint16_t tx = forwarder::kDescriptors;
    const int socket = rte_eth_dev_socket_id(id);
    const unsigned near = socket < 0 ? SOCKET_ID_ANY : static_cast<unsigned>(socket);
    if (rte_eth_dev_configure(id, 1, 1, &conf) != 0) return "A port cannot be configured with one queue each way.";
    if (rte_eth_dev_adjust_nb_rx_tx_desc(id, &rx, &tx) != 0) return "A port refuses every length of its queues.";
    if (rte_eth_rx_queue_setup(id, 0, rx, near, nullptr, pool) != 0) return "A receive queue cannot be set up.";
    if (rte_eth_tx_queue_setup(id, 0, tx, near, nullptr) != 0) return "A transmit queue cannot be set up.";
    if (rte_eth_macaddr_get(id, &port.address) != 0) return "A port does not say its address.";
    if (rte_eth_dev_start(id) != 0) return "A port does not start.";
    rte_eth_promiscuous_enable(id);  // a port that cannot has no filter to switch off
    port.id = id;
    port.neighbour = forwarder::neighbour_behind(id);
    return nullptr;
  }

  static void forward(rte_mbuf* frame, Port& to, std::uint64_t now) {
    if (frame->pkt_len > RTE_ETHER_MAX_LEN - RTE_ETHER_CRC_LEN) {
      ++to.statistics.dropped;
      return rte_pktmbuf_free(frame);
    }
    auto* const header = rte_pktmbuf_mtod(frame, rte_ether_hdr*);
    header->dst_addr = to.neighbour;
    header->src_addr = to.address;
    if (to.held == 0) to.held_since = now;
    to.waiting[to.held++] = frame;
    if (to.held == forwarder::kBurst) send(to);
  }

  static void send(Port& to) {
    const std::uint16_t taken = rte_eth_tx_burst(to.id, 0, to.waiting.data(), to.held);
    to.statistics.sent += taken;
    if (taken < to.held) {
      to.statistics.dropped += to.held - taken;
      rte_pktmbuf_free_bulk(to.waiting.data() + taken, to.held - taken);
    }
    to.held = 0;
  }

  std::array<Port, kMostPorts> ports_;
  std::uint16_t count_ = 0;
  std::uint64_t longest_wait_ = 0;
};
