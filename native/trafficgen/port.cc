#include "trafficgen/port.hpp"

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <stdexcept>

namespace lab::trafficgen {
namespace {

// Twice what all rings can hold: two ports, two directions, and what the trial holds in its hands.
constexpr unsigned kPoolFrames = 8 * kDescriptors - 1;  // 2^n - 1 wastes nothing (rte_mempool.h)
constexpr unsigned kPoolCache = 256;
constexpr const char* kMemoryMib = "96";  // the pool takes some 20 MiB; drivers and EAL want contiguous pieces

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + rte_strerror(rte_errno)); }

std::vector<std::string> arguments_of(const EalPlan& plan) {
  // Without shared configuration and huge pages nothing has a name, so that one prefix serves any number of generators,
  // and nothing is left behind however one ends. Files in hugetlbfs need names of their own.
  const std::string prefix = plan.huge_pages ? "lab" + std::to_string(getpid()) : "lab";
  std::vector<std::string> arguments = {"lab-trafficgen",    "--lcores=0@" + std::to_string(plan.cpu),
                                        "--log-level=error", "--no-telemetry",
                                        "--no-shconf",       "--file-prefix=" + prefix};
  if (plan.huge_pages) arguments.emplace_back("--huge-unlink");
  if (!plan.huge_pages) arguments.insert(arguments.end(), {"--no-huge", "-m", kMemoryMib});
  if (plan.pci.empty()) arguments.emplace_back("--no-pci");
  for (const std::string& address : plan.pci) arguments.push_back("--allow=" + address);
  for (const std::string& device : plan.devices) arguments.push_back("--vdev=" + device);
  return arguments;
}

// A generator that was killed has left its socket, and a new one cannot listen where there is a file.
void remove_old_socket(const std::string& device) {
  const std::size_t from = device.find(",socket=");
  if (from == std::string::npos || device.find("role=server") == std::string::npos) return;
  const std::size_t begin = from + std::strlen(",socket=");
  unlink(device.substr(begin, device.find(',', begin) - begin).c_str());
}

// The index-th of the ports that there are: numbers may have gaps.
std::uint16_t port_at(std::uint16_t index) {
  std::uint16_t port = 0;
  RTE_ETH_FOREACH_DEV(port) {
    if (index-- == 0) return port;
  }
  throw std::runtime_error("there is no such port");
}

}  // namespace

void start_eal(const EalPlan& plan) {
  // Where files may only be small, EAL does without one for its memory: but not if the signal kills us first.
  std::signal(SIGXFSZ, SIG_IGN);
  umask(0);  // of memif's sockets: the device under test is another user, and has to be let in
  for (const std::string& device : plan.devices) remove_old_socket(device);
  static std::vector<std::string> arguments;  // EAL keeps pointers into it
  arguments = arguments_of(plan);
  static std::vector<char*> pointers;
  pointers.reserve(arguments.size());
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  if (rte_eal_init(static_cast<int>(pointers.size()), pointers.data()) < 0) fail("DPDK's environment does not start");
}

rte_mempool* make_pool() {
  constexpr std::uint16_t kRoom = RTE_PKTMBUF_HEADROOM + kLargestFrame + kMostTags * kTagBytes + 64;
  rte_mempool* const pool = rte_pktmbuf_pool_create("lab-trafficgen", kPoolFrames, kPoolCache, 0,
                                                    RTE_MAX(kRoom, RTE_MBUF_DEFAULT_BUF_SIZE), SOCKET_ID_ANY);
  if (pool == nullptr) fail("no memory for frames");
  return pool;
}

std::uint16_t Port::count() noexcept { return rte_eth_dev_count_avail(); }

Port::Port(std::uint16_t index, rte_mempool* pool) : id_(port_at(index)) {
  const rte_eth_conf plain{};
  const auto must = [](const char* what, int result) {
    if (result < 0) throw std::runtime_error(std::string(what) + ": " + rte_strerror(-result));
  };
  must("configuring a port", rte_eth_dev_configure(id_, 1, 1, &plain));
  std::uint16_t rx = kDescriptors;
  std::uint16_t tx = kDescriptors;
  must("the length of its queues", rte_eth_dev_adjust_nb_rx_tx_desc(id_, &rx, &tx));
  must("its receive queue", rte_eth_rx_queue_setup(id_, 0, rx, SOCKET_ID_ANY, nullptr, pool));
  must("its transmit queue", rte_eth_tx_queue_setup(id_, 0, tx, SOCKET_ID_ANY, nullptr));
  must("starting a port", rte_eth_dev_start(id_));
  rte_eth_promiscuous_enable(id_);  // what cannot be promiscuous has no filter
  rte_ether_addr address{};
  must("its address", rte_eth_macaddr_get(id_, &address));
  std::memcpy(address_.data(), address.addr_bytes, address_.size());
}

bool Port::wait_for_link(int timeout_ms) const {
  for (int waited = 0; waited < timeout_ms; ++waited) {
    rte_eth_link link{};
    if (rte_eth_link_get_nowait(id_, &link) == 0 && link.link_status == RTE_ETH_LINK_UP) return true;
    usleep(1000);
  }
  return false;
}

std::uint16_t Port::send(std::span<rte_mbuf*> frames) const noexcept {
  return rte_eth_tx_burst(id_, 0, frames.data(), static_cast<std::uint16_t>(frames.size()));
}

std::uint16_t Port::receive(std::span<rte_mbuf*> frames) const noexcept {
  return rte_eth_rx_burst(id_, 0, frames.data(), static_cast<std::uint16_t>(frames.size()));
}

}  // namespace lab::trafficgen
