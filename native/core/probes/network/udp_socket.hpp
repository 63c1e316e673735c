// A UDP socket that closes itself. It belongs to the network namespace that its maker is in (network_namespaces(7)),
// also when that thread moves on.
#pragma once

#include <netinet/in.h>

#include <cstdint>

namespace lab::probes {

inline constexpr std::uint32_t kLoopback = 0x7f000001;  // 127.0.0.1

class UdpSocket {
 public:
  // Bound to a free port of `address` (host byte order). Throws Refused("no-sockets").
  explicit UdpSocket(std::uint32_t address);
  ~UdpSocket();
  UdpSocket(UdpSocket&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  UdpSocket& operator=(UdpSocket&&) = delete;

  [[nodiscard]] int fd() const noexcept { return fd_; }
  [[nodiscard]] sockaddr_in name() const;

  // From now on it sends to `peer` and hears nobody else.
  void connect_to(const UdpSocket& peer) const;

  // A receive that waits gives up after so long (SO_RCVTIMEO).
  void wait_at_most(int milliseconds) const noexcept;

 private:
  int fd_;
};

}  // namespace lab::probes
