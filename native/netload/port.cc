#include "netload/port.hpp"

#include <linux/sock_diag.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "core/error.hpp"
#include "wire/dut.hpp"

namespace lab {
namespace {

constexpr int kReceiveBuffer = 8 * 1024 * 1024;  // 8,000 small datagrams with their bookkeeping, where it is granted

int make_socket(in_addr address, std::uint16_t port) {
  const int fd = check_syscall("socket", socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // FORCE needs CAP_NET_ADMIN of the machine; the other one is clamped to net.core.rmem_max.
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &kReceiveBuffer, sizeof kReceiveBuffer) != 0) {
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  }
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr = address;
  here.sin_port = htons(port);
  check_syscall("bind", bind(fd, reinterpret_cast<sockaddr*>(&here), sizeof here));
  return fd;
}

void connect_to(int fd, in_addr address, std::uint16_t port) {
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_addr = address;
  there.sin_port = htons(port);
  check_syscall("connect", connect(fd, reinterpret_cast<sockaddr*>(&there), sizeof there));
}

}  // namespace

Port::Port(const wire::Wire& wire, Path path) : out_(make_socket(wire.generator_address(), 0)) {
  connect_to(out_, wire.dut_address(), wire::kDutPort);
  in_ = path == Path::kEcho ? out_ : make_socket(wire.generator_address(), wire::kSinkPort);
}

Port::Port(const wire::Wire& wire, ToItself)
    : out_(make_socket(wire.generator_address(), 0)), in_(make_socket(wire.generator_address(), wire::kSinkPort)) {
  connect_to(out_, wire.generator_address(), wire::kSinkPort);
}

Port::Port(const wire::Wire& wire, std::uint16_t far_port) : out_(make_socket(wire.generator_address(), 0)), in_(out_) {
  connect_to(out_, wire.dut_address(), far_port);
}

Port::~Port() {
  if (in_ != out_) close(in_);
  close(out_);
}

bool Port::send(std::span<const std::byte> message) const {
  for (;;) {
    const ssize_t sent = ::send(out_, message.data(), message.size(), MSG_NOSIGNAL);
    if (sent >= 0) return true;
    if (errno == EINTR) continue;
    refused_ = refused_ || errno == ECONNREFUSED;
    if (errno == EAGAIN || errno == ENOBUFS || errno == ECONNREFUSED) return false;
    check_syscall("send", sent);
  }
}

ssize_t Port::receive(std::span<std::byte> room) const {
  for (;;) {
    const ssize_t got = recv(in_, room.data(), room.size(), MSG_DONTWAIT | MSG_TRUNC);
    if (got >= 0) return got;
    refused_ = refused_ || errno == ECONNREFUSED;  // news of an earlier send, told once
    if (errno == EINTR || errno == ECONNREFUSED) continue;
    if (errno == EAGAIN) return -1;
    check_syscall("recv", got);
  }
}

ssize_t Port::receive_within(int timeout_ms, std::span<std::byte> room) const {
  const ssize_t waiting = receive(room);
  if (waiting >= 0) return waiting;
  pollfd waited{in_, POLLIN, 0};
  poll(&waited, 1, timeout_ms);
  return receive(room);
}

std::size_t Port::drain() const {
  std::byte room[1];
  std::size_t drained = 0;
  while (receive(room) >= 0) ++drained;
  return drained;
}

sockaddr_in Port::address() const {
  sockaddr_in here{};
  socklen_t size = sizeof here;
  check_syscall("getsockname", getsockname(in_, reinterpret_cast<sockaddr*>(&here), &size));
  return here;
}

std::uint64_t Port::drops() const {
  std::uint32_t memory[SK_MEMINFO_VARS] = {};
  socklen_t size = sizeof memory;
  if (getsockopt(in_, SOL_SOCKET, SO_MEMINFO, memory, &size) != 0) return 0;
  return memory[SK_MEMINFO_DROPS];
}

}  // namespace lab
