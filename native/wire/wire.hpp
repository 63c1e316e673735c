// The wire between a load generator and the device under test (DUT): two network namespaces and a pair of virtual
// Ethernet devices between them. All of it lives exactly as long as the processes in it: the namespaces have no names,
// so that nothing is left behind however this process ends.
//
// Why two namespaces: with both ends in one, the kernel takes the short way over `lo`, whatever address is used. Why a
// veth pair: it is the one device that every kernel has, every packet crosses the whole stack twice, and two such ends
// see the same headers, checksums and queues as on a network card, minus the card. `lo` is the fallback.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <functional>
#include <string>

namespace lab::wire {

enum class Device { kVeth, kLoopback };

[[nodiscard]] const char* name_of(Device device) noexcept;

// Which way the namespaces are made: as root, or in a user namespace of one's own (user_namespaces(7)).
enum class Privilege { kRoot, kUser };

class Wire {
 public:
  // Moves the calling process into a network namespace of its own, the generator's, and makes the wire. The process
  // must have one thread only. Throws std::system_error where namespaces are forbidden. With `wanted` veth, a kernel
  // that cannot make the pair gives loopback instead: device() says what it became.
  explicit Wire(Device wanted);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  [[nodiscard]] Device device() const noexcept { return device_; }
  [[nodiscard]] Privilege privilege() const noexcept { return privilege_; }
  // Why it is not the device that was wanted; empty where it is.
  [[nodiscard]] const std::string& fallback_reason() const noexcept { return fallback_reason_; }

  // Addresses of the two ends; ports are chosen by whoever binds.
  [[nodiscard]] in_addr generator_address() const noexcept;
  [[nodiscard]] in_addr dut_address() const noexcept;

  // Moves the calling thread to the DUT's namespace, for good: for a child before it becomes the DUT.
  void enter_dut_side() const;
  // Runs `work` on the DUT's side and comes back: to read its counters.
  void on_dut_side(const std::function<void()>& work) const;

 private:
  void make_veth();
  void make_loopback();

  Device device_;
  Privilege privilege_ = Privilege::kRoot;
  std::string fallback_reason_;
  int generator_side_ = -1;  // /proc/self/ns/net of each side
  int dut_side_ = -1;
};

}  // namespace lab::wire
