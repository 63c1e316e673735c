// A device under test for the traffic generator's tests: sends every frame back to whoever sent it, unless LAB_DUT says
// otherwise. Its port is in LAB_DEVICES, its CPU in LAB_CPU.
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "lab/dpdk/eal.hpp"
#include "lab/dut.hpp"

namespace {

constexpr unsigned kFrames = 4095;
constexpr std::uint16_t kDescriptors = 1024;
constexpr std::uint16_t kBurst = 32;
constexpr unsigned long kUnluckyFrame = 50;

bool is(const char* behaviour) {
  const char* const wanted = getenv("LAB_DUT");
  return wanted != nullptr && std::strcmp(wanted, behaviour) == 0;
}

void start_port(rte_mempool* pool) {
  const rte_eth_conf plain{};
  if (rte_eth_dev_configure(0, 1, 1, &plain) != 0 ||
      rte_eth_rx_queue_setup(0, 0, kDescriptors, SOCKET_ID_ANY, nullptr, pool) != 0 ||
      rte_eth_tx_queue_setup(0, 0, kDescriptors, SOCKET_ID_ANY, nullptr) != 0 || rte_eth_dev_start(0) != 0) {
    abort();
  }
}

// Sends one frame back, or does with the unlucky one what it is told to.
void answer(rte_mbuf* frame, unsigned long number, rte_mempool* pool) {
  auto* const header = rte_pktmbuf_mtod(frame, rte_ether_hdr*);
  if (!is("keeps-addresses")) std::swap(header->src_addr, header->dst_addr);
  rte_mbuf* out[2] = {frame, nullptr};
  std::uint16_t count = 1;
  if (number == kUnluckyFrame) {
    if (is("exits")) _exit(3);
    if (is("damages")) *rte_pktmbuf_mtod_offset(frame, char*, 50) ^= 1;
    if (is("loses")) return rte_pktmbuf_free(frame);
    if (is("repeats")) out[count++] = rte_pktmbuf_copy(frame, pool, 0, UINT32_MAX);
    if (is("cuts")) rte_pktmbuf_trim(frame, 1);
  }
  for (std::uint16_t sent = 0; sent < count;) {
    sent = static_cast<std::uint16_t>(sent + rte_eth_tx_burst(0, 0, out + sent, static_cast<uint16_t>(count - sent)));
  }
}

}  // namespace

void lab::run_dut(const Endpoints&, const Stop& stop) {
  const char* const cpu = getenv("LAB_CPU");
  const char* const devices = getenv("LAB_DEVICES");
  if (cpu == nullptr || devices == nullptr) abort();
  lab::dpdk::start_eal(atoi(cpu), {devices});
  rte_mempool* const pool =
      rte_pktmbuf_pool_create("reflector", kFrames, 0, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
  start_port(pool);
  dut_is_ready();
  for (unsigned long number = 0; !stop.requested();) {
    rte_mbuf* burst[kBurst];
    const std::uint16_t count = rte_eth_rx_burst(0, 0, burst, kBurst);
    for (std::uint16_t i = 0; i < count; ++i) answer(burst[i], ++number, pool);
  }
}
