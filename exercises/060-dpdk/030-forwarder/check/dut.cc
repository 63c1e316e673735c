// The forwarder as a program of its own: the device under test that the traffic generator drives. Which ports it has is
// in LAB_DEVICES, arguments of --vdev with a space between them; the CPU it spins on in LAB_CPU.
#include "lab/dut.hpp"

#include <poll.h>
#include <rte_mbuf.h>

#include <csignal>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "contract.hpp"
#include "lab/dpdk/eal.hpp"

namespace {

constexpr unsigned kFrames = 8191;  // two ports, two rings each of 1024, and as much again in hand
constexpr unsigned kCache = 256;    // mbufs that the lcore keeps to itself: a burst costs no shared line

std::vector<std::string> devices() {
  const char* const listed = getenv("LAB_DEVICES");
  std::istringstream words(listed != nullptr ? listed : "");
  std::vector<std::string> all;
  for (std::string word; words >> word;) all.push_back(word);
  return all;
}

// Asks for the end as an operator would.
void end_with_a_signal(const lab::Stop& stop) {
  pollfd waited{stop.fd(), POLLIN, 0};
  while (poll(&waited, 1, -1) < 0) continue;
  kill(getpid(), SIGTERM);
}

}  // namespace

void lab::run_dut(const Endpoints&, const Stop& stop) {
  const char* const cpu = getenv("LAB_CPU");
  lab::dpdk::start_eal(cpu != nullptr ? atoi(cpu) : 0, devices());
  rte_mempool* const pool =
      rte_pktmbuf_pool_create("dut", kFrames, kCache, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
  if (pool == nullptr) throw std::runtime_error("there is no memory for mbufs");
  Forwarder forwarder;
  if (const char* why = forwarder.open(pool)) throw std::runtime_error(std::string("open() says: ") + why);
  std::thread(end_with_a_signal, stop).detach();
  dut_is_ready();
  forwarder.run();
  forwarder.close();
  const unsigned left = rte_mempool_avail_count(pool);
  if (left != kFrames) {
    throw std::runtime_error("after close() the pool has " + std::to_string(left) + " of its " +
                             std::to_string(kFrames) + " mbufs");
  }
}
