// What check programs of the socket exercises are written with: UDP sockets on loopback, and datagrams that are
// numbered and differ in every byte that can differ.
#pragma once

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "lab/check.hpp"
#include "lab/faults.hpp"

namespace lab {

// What UDP over IPv4 can carry (udp(7)), and a byte more, to see that there is no more.
inline constexpr std::size_t kMostBytes = 65'507 + 1;
struct DatagramBytes {
  std::byte at[kMostBytes];
};

// The number is in the first four bytes of a datagram that has one byte more; that one is the relays' to change.
inline constexpr std::size_t kNumberedBytes = sizeof(std::uint32_t) + 1;

inline void write_datagram(std::uint32_t number, std::size_t size, DatagramBytes& bytes) {
  Random random(number);
  for (std::size_t i = 0; i < size; i += sizeof(std::uint64_t)) {
    const std::uint64_t some = random.next();
    memcpy(&bytes.at[i], &some, size - i < sizeof some ? size - i : sizeof some);
  }
  if (size >= kNumberedBytes) memcpy(bytes.at, &number, sizeof number);
}

inline std::uint32_t number_in(const DatagramBytes& bytes) {
  std::uint32_t number = 0;
  memcpy(&number, bytes.at, sizeof number);
  return number;
}

// A UDP socket on loopback that does not block. Where the machine gives none, it is told as that.
class UdpSocket {
 public:
  explicit UdpSocket(Check& check) : fd_(make()) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool bound = fd_ >= 0 && bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    if (!bound) check.fail("This machine gave no UDP socket on 127.0.0.1 (errno {}).", errno);
  }
  ~UdpSocket() { close(fd_); }
  UdpSocket(const UdpSocket&) = delete;
  UdpSocket& operator=(const UdpSocket&) = delete;

  [[nodiscard]] int fd() const { return fd_; }

  [[nodiscard]] sockaddr_in address() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    return address;
  }

  void connect_to(Check& check, const UdpSocket& other) const {
    const sockaddr_in address = other.address();
    if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      check.fail("This machine did not connect two sockets on 127.0.0.1 (errno {}).", errno);
    }
  }

  // As many bytes of receive queue as the kernel grants, at most `bytes`.
  void ask_for_queue(int bytes) const { setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes); }

  [[nodiscard]] bool has_input() const {
    pollfd waited{fd_, POLLIN, 0};
    return poll(&waited, 1, 0) == 1;
  }
  [[nodiscard]] bool is_open() const { return fcntl(fd_, F_GETFD) >= 0; }

  // Datagrams that the kernel had to drop because this socket's queue was full (SO_MEMINFO, sock_diag(7)).
  [[nodiscard]] std::uint64_t drops() const {
    constexpr int kSoMeminfo = 55;            // asm-generic/socket.h; glibc 2.36 has it, but only beside its own macros
    constexpr std::size_t kMeminfoDrops = 8;  // SK_MEMINFO_DROPS, linux/sock_diag.h
    std::uint32_t info[kMeminfoDrops + 1] = {};
    socklen_t size = sizeof info;
    return getsockopt(fd_, SOL_SOCKET, kSoMeminfo, info, &size) == 0 ? info[kMeminfoDrops] : 0;
  }

 private:
  static int make() {
    const int made = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int moved = fcntl(made, F_DUPFD_CLOEXEC, faults::kFirstFollowed);
    close(made);
    return moved;
  }

  int fd_;
};

// Sends `length` bytes as datagrams of `segment` bytes and a rest, which stay together as far as they can. False where
// the kernel refuses.
inline bool send_segmented(int fd, std::byte* bytes, std::size_t length, std::uint16_t segment) {
  iovec part{bytes, length};
  alignas(cmsghdr) std::byte control[CMSG_SPACE(sizeof segment)] = {};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* const item = CMSG_FIRSTHDR(&message);
  item->cmsg_level = IPPROTO_UDP;
  item->cmsg_type = UDP_SEGMENT;
  item->cmsg_len = CMSG_LEN(sizeof segment);
  memcpy(CMSG_DATA(item), &segment, sizeof segment);
  return sendmsg(fd, &message, 0) == static_cast<ssize_t>(length);
}

// source → in (relay) out → sink
struct RelayWires {
  explicit RelayWires(Check& check) : source(check), in(check), out(check), sink(check) {
    source.connect_to(check, in);
    out.connect_to(check, sink);
    constexpr int kAll = 4 << 20;  // most kernels grant less; the steps send so little at a time that it is enough
    for (const UdpSocket* const socket : {&in, &sink}) socket->ask_for_queue(kAll);
  }
  UdpSocket source;
  UdpSocket in;
  UdpSocket out;
  UdpSocket sink;
};

}  // namespace lab
