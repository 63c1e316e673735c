// The wire between a load generator and the device under test (DUT): two network namespaces and a pair of virtual
// Ethernet devices between them.
//
// Why a veth pair: it is the one device that every kernel has, every packet crosses the whole stack twice, and two such
// ends see the same headers, checksums and queues as on a network card, minus the card. `lo` is the fallback.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <functional>
#include <string>

#include "wire/sides.hpp"

namespace lab::wire {

enum class Device { kVeth, kLoopback };

[[nodiscard]] const char* name_of(Device device) noexcept;

class Wire {
 public:
  // Moves the calling process into a network namespace of its own, the generator's, and makes the wire. The process
  // must have one thread only. Throws std::system_error where namespaces are forbidden. With `wanted` veth, a kernel
  // that cannot make the pair gives loopback instead: device() says what it became.
  explicit Wire(Device wanted);

  [[nodiscard]] Device device() const noexcept { return device_; }
  [[nodiscard]] Privilege privilege() const noexcept { return sides_.privilege(); }
  // Why it is not the device that was wanted; empty where it is.
  [[nodiscard]] const std::string& fallback_reason() const noexcept { return fallback_reason_; }

  // Addresses of the two ends; ports are chosen by whoever binds.
  [[nodiscard]] in_addr generator_address() const noexcept;
  [[nodiscard]] in_addr dut_address() const noexcept;

  [[nodiscard]] const Sides& sides() const noexcept { return sides_; }
  void enter_dut_side() const { sides_.enter_dut_side(); }
  void on_dut_side(const std::function<void()>& work) const { sides_.on_dut_side(work); }

 private:
  void make_veth();
  void make_loopback();

  Device device_;
  Sides sides_;
  std::string fallback_reason_;
};

}  // namespace lab::wire
