// Takes a new mbuf for every answer, copies the frame and frees the one that came. Caught because the mbuf that leaves
// is not the one that came (step reflects).
#pragma once

#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include <cstdint>
#include <utility>

class Reflector {
 public:
  static constexpr std::uint16_t kBurst = 32;
  static constexpr std::uint16_t kDescriptors = 1024;

  rte_mempool* make_pool(unsigned frames) {
    return rte_pktmbuf_pool_create("reflector", frames, kCache, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
  }

  bool open(std::uint16_t port, rte_mempool* pool) {
    if (!rte_eth_dev_is_valid_port(port) || pool == nullptr) return false;
    rte_eth_dev_info info{};
    if (rte_eth_dev_info_get(port, &info) != 0) return false;
    rte_eth_conf conf{};
    conf.rxmode.mq_mode = RTE_ETH_MQ_RX_NONE;
    conf.txmode.offloads = info.tx_offload_capa & RTE_ETH_TX_OFFLOAD_MBUF_FAST_FREE;  // one pool, nobody else's mbufs
    std::uint16_t rx = kDescriptors;
    std::uint16_t tx = kDescriptors;
    const int socket = rte_eth_dev_socket_id(port);
    const unsigned near = socket < 0 ? SOCKET_ID_ANY : static_cast<unsigned>(socket);
    if (rte_eth_dev_configure(port, 1, 1, &conf) != 0) return false;
    if (rte_eth_dev_adjust_nb_rx_tx_desc(port, &rx, &tx) != 0) return false;
    if (rte_eth_rx_queue_setup(port, 0, rx, near, nullptr, pool) != 0) return false;
    if (rte_eth_tx_queue_setup(port, 0, tx, near, nullptr) != 0) return false;
    if (rte_eth_dev_start(port) != 0) return false;
    port_ = port;
    return true;
  }

  unsigned poll() {
    rte_mbuf* burst[kBurst];
    const std::uint16_t received = rte_eth_rx_burst(port_, 0, burst, kBurst);
    if (received == 0) return 0;
    for (std::uint16_t i = 0; i < received; ++i) {
      rte_mbuf* const copy = rte_pktmbuf_copy(burst[i], burst[i]->pool, 0, UINT32_MAX);
      rte_pktmbuf_free(burst[i]);
      burst[i] = copy;
      auto* const header = rte_pktmbuf_mtod(burst[i], rte_ether_hdr*);
      std::swap(header->src_addr, header->dst_addr);
    }
    const std::uint16_t taken = rte_eth_tx_burst(port_, 0, burst, received);
    if (taken < received) rte_pktmbuf_free_bulk(burst + taken, received - taken);
    return received;
  }

  void close() {
    rte_eth_dev_stop(port_);
    rte_eth_dev_close(port_);
  }

 private:
  static constexpr unsigned kCache =
      64;  // mbufs that a lcore keeps to itself: taking and giving back costs no shared line then

  std::uint16_t port_ = 0;
};
