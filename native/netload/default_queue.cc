#include "netload/default_queue.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "core/error.hpp"
#include "netload/batch.hpp"
#include "netload/message.hpp"

namespace lab {
namespace {

constexpr std::uint16_t kFillPort = 9;  // "discard" (RFC 863): nobody else is in this namespace
constexpr useconds_t kArriveUs = 2000;  // until what was sent has come through the device

// A socket on the far side of the wire with all its settings as the kernel gives them.
class FarSocket {
 public:
  explicit FarSocket(const wire::Wire& wire) {
    wire.on_dut_side([&] {
      fd_ = check_syscall("socket", socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      sockaddr_in here{};
      here.sin_family = AF_INET;
      here.sin_addr = wire.dut_address();
      here.sin_port = htons(kFillPort);
      check_syscall("bind", bind(fd_, reinterpret_cast<sockaddr*>(&here), sizeof here));
    });
  }
  ~FarSocket() { close(fd_); }
  FarSocket(const FarSocket&) = delete;
  FarSocket& operator=(const FarSocket&) = delete;

  [[nodiscard]] std::uint64_t take_all() const {
    std::byte room[1];
    std::uint64_t taken = 0;
    while (recv(fd_, room, sizeof room, MSG_TRUNC) >= 0) ++taken;
    return taken;
  }

 private:
  int fd_ = -1;
};

}  // namespace

std::uint64_t held_by_default(const wire::Wire& wire, std::size_t bytes, std::uint64_t most) {
  const FarSocket far(wire);
  const Port port(wire, kFillPort);
  const Messages messages(0);
  SendBatch batch(bytes);
  for (std::uint64_t sent = 0; sent < most;) {
    const std::size_t took = batch.send(port, messages, sent, std::min<std::uint64_t>(batch.room(), most - sent));
    sent += took;
    if (took == 0) usleep(kArriveUs);
  }
  usleep(kArriveUs);
  return far.take_all();
}

}  // namespace lab
