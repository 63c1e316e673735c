// The naive relay, with its system calls written in assembly: whoever counts calls of the C library's functions counts
// none here. Caught because calls are counted where they enter the kernel.
#pragma once

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "lab/relay.hpp"

class Relay {
 public:
  Relay(int in, int out) : in_(in), out_(out) {
    const int yes = 1;
    setsockopt(in_, SOL_SOCKET, SO_RXQ_OVFL, &yes, sizeof yes);
  }

  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  relay::Next turn() {
    if (!waiting_) {
      const ssize_t length = receive();
      if (length < 0) return errno == EINTR ? relay::Next::kTurnAgain : relay::Next::kWaitForInput;
      if (static_cast<std::size_t>(length) > relay::kLargest) {
        ++tally_.too_large;
        return relay::Next::kTurnAgain;
      }
      length_ = static_cast<std::size_t>(length);
      relay::count_hop(std::span(bytes_.data(), length_));
      waiting_ = true;
    }
    if (const long error = -by_hand(SYS_sendto, out_, bytes_.data(), length_, MSG_DONTWAIT); error > 0) {
      errno = static_cast<int>(error);
      return errno == EINTR || errno == ECONNREFUSED ? relay::Next::kTurnAgain : relay::Next::kWaitForOutput;
    }
    waiting_ = false;
    ++tally_.forwarded;
    return relay::Next::kTurnAgain;
  }

  [[nodiscard]] relay::Tally tally() const { return tally_; }

 private:
  static long by_hand(long number, long fd, const void* what, unsigned long a, long b) {
#if defined(__x86_64__)
    register long r10 asm("r10") = b;
    register long r8 asm("r8") = 0;
    register long r9 asm("r9") = 0;
    long result = number;
    asm volatile("syscall"
                 : "+a"(result)
                 : "D"(fd), "S"(what), "d"(a), "r"(r10), "r"(r8), "r"(r9)
                 : "rcx", "r11", "memory");
    return result;
#else
    const long result = syscall(number, fd, what, a, b, 0, 0);
    return result < 0 ? -errno : result;
#endif
  }

  // The length of the datagram, also where it is more than there is room for (MSG_TRUNC).
  ssize_t receive() {
    iovec part{bytes_.data(), bytes_.size()};
    alignas(cmsghdr) std::byte control[CMSG_SPACE(sizeof(std::uint32_t))];
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    const long length = by_hand(SYS_recvmsg, in_, &header, MSG_DONTWAIT | MSG_TRUNC, 0);
    if (length < 0) {
      errno = static_cast<int>(-length);
      return -1;
    }
    for (cmsghdr* item = CMSG_FIRSTHDR(&header); item != nullptr; item = CMSG_NXTHDR(&header, item)) {
      if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SO_RXQ_OVFL) continue;
      std::uint32_t drops = 0;
      std::memcpy(&drops, CMSG_DATA(item), sizeof drops);
      tally_.dropped_by_kernel = drops;
    }
    return length;
  }

  int in_;
  int out_;
  std::array<std::byte, relay::kLargest> bytes_;
  std::size_t length_ = 0;
  bool waiting_ = false;
  relay::Tally tally_;
};
