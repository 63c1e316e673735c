// The generator's end of the wires: DPDK's environment, and ports of it. Which driver a port has is decided by the
// device arguments alone (memif, af_packet, af_xdp, a PCI address), so that everything else is the same on all tiers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "trafficgen/frames/frame.hpp"

struct rte_mbuf;
struct rte_mempool;

namespace lab::trafficgen {

inline constexpr std::uint16_t kBurst = 32;          // frames a call: where the cost of a call is spread thin enough
inline constexpr std::uint16_t kDescriptors = 1024;  // of each queue, and slots of a memif ring

struct EalPlan {
  int cpu = 0;                         // where the generator spins
  std::vector<std::string> devices{};  // for --vdev, in order: net_memif0,role=server,…
  std::vector<std::string> pci{};      // for --allow; none: PCI is not looked at
  bool huge_pages = false;             // false: --no-huge, which needs neither root nor a mount
};

// Starts DPDK's environment, once per process. Throws std::runtime_error with what it said.
void start_eal(const EalPlan& plan);

// Memory for the frames of all ports, made once. Throws std::runtime_error where there is none.
rte_mempool* make_pool();

class Port {
 public:
  // Configures and starts the index-th port with a queue in each direction. Throws std::runtime_error.
  Port(std::uint16_t index, rte_mempool* pool);
  // Neither stopped nor closed: the process is about to end, and both free a memif port's queues twice in DPDK 22.11.
  ~Port() = default;
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;

  static std::uint16_t count() noexcept;

  // Waits until somebody is at the other end.
  [[nodiscard]] bool wait_for_link(int timeout_ms) const;
  [[nodiscard]] const MacAddress& address() const noexcept { return address_; }

  // Hands frames to the driver; returns how many it took. The others are still the caller's.
  [[nodiscard]] std::uint16_t send(std::span<rte_mbuf*> frames) const noexcept;
  // Fetches up to frames.size() frames; they are the caller's then.
  [[nodiscard]] std::uint16_t receive(std::span<rte_mbuf*> frames) const noexcept;

 private:
  std::uint16_t id_;
  MacAddress address_{};
};

}  // namespace lab::trafficgen
