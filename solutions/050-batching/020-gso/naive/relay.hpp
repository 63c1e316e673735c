// The honest slow way: the good relay of the exercise before. One system call moves up to 64 datagrams, and each of
// them still crosses the network stack alone.
#pragma once

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <utility>

#include "lab/relay.hpp"

class Relay {
 public:
  Relay(int in, int out) : in_(in), out_(out), memory_(std::make_unique<Memory>()) {
    const int yes = 1;
    setsockopt(in_, SOL_SOCKET, SO_RXQ_OVFL, &yes, sizeof yes);
    for (std::size_t i = 0; i < relay::kBatch; ++i) {
      memory_->parts[i].iov_base = memory_->bytes[i].data();
      memory_->headers[i].msg_hdr.msg_iov = &memory_->parts[i];
      memory_->headers[i].msg_hdr.msg_iovlen = 1;
    }
  }
  ~Relay() = default;

  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  relay::Next turn() {
    if (next_ == end_) {
      const int received = receive();
      if (received < 0) return errno == EINTR ? relay::Next::kTurnAgain : relay::Next::kWaitForInput;
      take_in(static_cast<std::size_t>(received));
    }
    return send_out() ? relay::Next::kTurnAgain : relay::Next::kWaitForOutput;
  }

  [[nodiscard]] relay::Tally tally() const { return tally_; }

 private:
  using Control = std::array<std::byte, CMSG_SPACE(sizeof(std::uint32_t))>;

  struct Memory {
    std::array<mmsghdr, relay::kBatch> headers{};
    std::array<iovec, relay::kBatch> parts{};
    std::array<std::array<std::byte, relay::kLargest>, relay::kBatch> bytes;
    alignas(cmsghdr) std::array<Control, relay::kBatch> control;
  };

  // Lengths are in and out: the kernel has overwritten those of last time (recvmsg(2), "value-result").
  int receive() noexcept {
    for (std::size_t i = 0; i < relay::kBatch; ++i) {
      memory_->parts[i].iov_len = relay::kLargest;
      memory_->headers[i].msg_hdr.msg_control = memory_->control[i].data();
      memory_->headers[i].msg_hdr.msg_controllen = sizeof(Control);
    }
    return recvmmsg(in_, memory_->headers.data(), relay::kBatch, MSG_DONTWAIT, nullptr);
  }

  // Makes what has arrived ready to be sent: the headers that received it send it, with its own length.
  void take_in(std::size_t received) noexcept {
    next_ = 0;
    end_ = 0;
    for (std::size_t i = 0; i < received; ++i) {
      msghdr& header = memory_->headers[i].msg_hdr;
      note_drops(header);
      if ((header.msg_flags & MSG_TRUNC) != 0) {
        ++tally_.too_large;
        continue;
      }
      const std::size_t length = memory_->headers[i].msg_len;
      relay::count_hop(std::span(static_cast<std::byte*>(header.msg_iov->iov_base), length));
      header.msg_iov->iov_len = length;
      header.msg_control = nullptr;
      header.msg_controllen = 0;
      if (end_ != i) swap_messages(end_, i);
      ++end_;
    }
  }

  // Closes the gap that a datagram leaves which is not passed on: the two headers trade their buffers.
  void swap_messages(std::size_t a, std::size_t b) noexcept { std::swap(memory_->parts[a], memory_->parts[b]); }

  // True when nothing is left. A failed call is news about its first datagram only: what went before has been counted,
  // and an error that a later datagram would meet is told by the next call (sendmmsg(2), "BUGS").
  bool send_out() noexcept {
    while (next_ != end_) {
      const int sent = sendmmsg(out_, &memory_->headers[next_], static_cast<unsigned>(end_ - next_), MSG_DONTWAIT);
      if (sent >= 0) {
        next_ += static_cast<std::size_t>(sent);
        tally_.forwarded += static_cast<std::uint64_t>(sent);
      } else if (errno != EINTR && errno != ECONNREFUSED) {  // the latter is about a datagram of the past (udp(7))
        return false;
      }
    }
    return true;
  }

  // The kernel attaches its count of drops to what it queues after a drop, and to nothing else.
  void note_drops(msghdr& header) noexcept {
    for (cmsghdr* item = CMSG_FIRSTHDR(&header); item != nullptr; item = CMSG_NXTHDR(&header, item)) {
      if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SO_RXQ_OVFL) continue;
      std::uint32_t drops = 0;
      std::memcpy(&drops, CMSG_DATA(item), sizeof drops);
      tally_.dropped_by_kernel = drops;
    }
  }

  int in_;
  int out_;
  std::unique_ptr<Memory> memory_;
  std::size_t next_ = 0;  // headers[next_ … end_) wait to go out
  std::size_t end_ = 0;
  relay::Tally tally_;
};
