// An Ethernet port that is made of two rings: what a check puts into one is received, what is transmitted comes out of
// the other. mbufs pass as they are, pointer by pointer, so that a check sees exactly what a driver would be handed.
#pragma once

#include <rte_eth_ring.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_ring.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

namespace lab::dpdk {

class RingPort {
 public:
  // Room for `receive_slots` and `transmit_slots` frames, powers of two. Its address is 02:6c:61:62:00:NN.
  RingPort(unsigned receive_slots, unsigned transmit_slots) {
    static unsigned number = 0;
    char name[RTE_RING_NAMESIZE];
    const auto ring = [&](const char* kind, unsigned slots) {
      snprintf(name, sizeof name, "%s-%u", kind, number);
      return rte_ring_create(name, slots, SOCKET_ID_ANY, RING_F_EXACT_SZ);
    };
    to_port_ = ring("rx", receive_slots);
    from_port_ = ring("tx", transmit_slots);
    snprintf(name, sizeof name, "port-%u", number);
    address_ = {{0x02, 'l', 'a', 'b', 0, static_cast<uint8_t>(number++)}};
    const int id = rte_eth_from_rings(name, &to_port_, 1, &from_port_, 1, 0);
    if (id < 0) abort();
    id_ = static_cast<uint16_t>(id);
    rte_eth_dev_mac_addr_add(id_, &address_, 0);  // in place of none
  }
  ~RingPort() {
    stop_counting();
    if (rte_eth_dev_is_valid_port(id_)) {  // whoever was tested may have closed it
      rte_eth_dev_stop(id_);
      rte_eth_dev_close(id_);
    }
    for (rte_ring* ring : {to_port_, from_port_}) {
      for (void* left = nullptr; rte_ring_dequeue(ring, &left) == 0;) rte_pktmbuf_free(static_cast<rte_mbuf*>(left));
      rte_ring_free(ring);
    }
  }
  RingPort(const RingPort&) = delete;
  RingPort& operator=(const RingPort&) = delete;

  [[nodiscard]] uint16_t id() const noexcept { return id_; }
  [[nodiscard]] const rte_ether_addr& address() const noexcept { return address_; }

  // Lets the frame be received; false when there is no room.
  bool give(rte_mbuf* frame) noexcept { return rte_ring_enqueue(to_port_, frame) == 0; }
  // What was transmitted first of all that is still there; null when nothing is.
  rte_mbuf* take() noexcept {
    void* frame = nullptr;
    return rte_ring_dequeue(from_port_, &frame) == 0 ? static_cast<rte_mbuf*>(frame) : nullptr;
  }
  // The same for as many as there is room for, and as there are, in one piece; both say how many that were.
  unsigned give_all(rte_mbuf** frames, unsigned count) noexcept {
    return rte_ring_enqueue_burst(to_port_, reinterpret_cast<void**>(frames), count, nullptr);
  }
  unsigned take_all(rte_mbuf** frames, unsigned count) noexcept {
    return rte_ring_dequeue_burst(from_port_, reinterpret_cast<void**>(frames), count, nullptr);
  }
  // Frames that nobody has received, and that nobody has taken.
  [[nodiscard]] unsigned waiting() const noexcept { return rte_ring_count(to_port_); }
  [[nodiscard]] unsigned transmitted() const noexcept { return rte_ring_count(from_port_); }

  struct Calls {
    uint64_t receive = 0;  // that brought something
    uint64_t transmit = 0;
  };
  // Counts the calls of rte_eth_rx_burst() and rte_eth_tx_burst() from now on. After the port has been set up.
  void count_calls() noexcept {
    on_receive_ = rte_eth_add_rx_callback(id_, 0, on_receive, this);
    on_transmit_ = rte_eth_add_tx_callback(id_, 0, on_transmit, this);
  }
  // Before the port is closed: DPDK would go on calling for the next port of that number.
  void stop_counting() noexcept {
    if (on_receive_ != nullptr) rte_eth_remove_rx_callback(id_, 0, on_receive_);
    if (on_transmit_ != nullptr) rte_eth_remove_tx_callback(id_, 0, on_transmit_);
    on_receive_ = on_transmit_ = nullptr;
  }
  [[nodiscard]] const Calls& calls() const noexcept { return calls_; }

 private:
  static uint16_t on_receive(uint16_t, uint16_t, rte_mbuf*[], uint16_t count, uint16_t, void* self) {
    static_cast<RingPort*>(self)->calls_.receive += count != 0;
    return count;
  }
  static uint16_t on_transmit(uint16_t, uint16_t, rte_mbuf*[], uint16_t count, void* self) {
    static_cast<RingPort*>(self)->calls_.transmit += count != 0;
    return count;
  }

  rte_ring* to_port_;
  rte_ring* from_port_;
  uint16_t id_;
  rte_ether_addr address_;
  Calls calls_;
  const rte_eth_rxtx_callback* on_receive_ = nullptr;
  const rte_eth_rxtx_callback* on_transmit_ = nullptr;
};

}  // namespace lab::dpdk
