// The honest slow way, as most programs have it: wait, receive one, send one. Right in every respect, and each datagram
// pays for three system calls: two here, and the poll of the program around it.
#pragma once

#include <sys/socket.h>

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
    if (send(out_, bytes_.data(), length_, MSG_DONTWAIT) < 0) {
      return errno == EINTR || errno == ECONNREFUSED ? relay::Next::kTurnAgain : relay::Next::kWaitForOutput;
    }
    waiting_ = false;
    ++tally_.forwarded;
    return relay::Next::kWaitForInput;
  }

  [[nodiscard]] relay::Tally tally() const { return tally_; }

 private:
  // The length of the datagram, also where it is more than there is room for (MSG_TRUNC).
  ssize_t receive() {
    iovec part{bytes_.data(), bytes_.size()};
    alignas(cmsghdr) std::byte control[CMSG_SPACE(sizeof(std::uint32_t))];
    msghdr header{};
    header.msg_iov = &part;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    const ssize_t length = recvmsg(in_, &header, MSG_DONTWAIT | MSG_TRUNC);
    if (length < 0) return length;
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
