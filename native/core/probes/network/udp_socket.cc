#include "core/probes/network/udp_socket.hpp"

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/probes/result.hpp"

namespace lab::probes {
namespace {

void check(const char* what, int result) {
  if (result < 0) throw Refused({"no-sockets", what + (": " + std::generic_category().message(errno))});
}

}  // namespace

UdpSocket::UdpSocket(std::uint32_t address) : fd_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  check("socket", fd_);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(address);
  if (bind(fd_, reinterpret_cast<const sockaddr*>(&at), sizeof at) < 0) {
    const int error = errno;
    close(fd_);
    errno = error;
    check("bind", -1);
  }
}

UdpSocket::~UdpSocket() {
  if (fd_ >= 0) close(fd_);
}

sockaddr_in UdpSocket::name() const {
  sockaddr_in at{};
  socklen_t size = sizeof at;
  check("getsockname", getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size));
  return at;
}

void UdpSocket::connect_to(const UdpSocket& peer) const {
  const sockaddr_in at = peer.name();
  check("connect", connect(fd_, reinterpret_cast<const sockaddr*>(&at), sizeof at));
}

void UdpSocket::wait_at_most(int milliseconds) const noexcept {
  const timeval limit{milliseconds / 1000, (milliseconds % 1000) * 1000};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

}  // namespace lab::probes
