// Lets the kernel join what arrives, and sends every datagram alone: the way in is short, and the way out as long as
// before. Caught by counting: more than one message for a datagram.
#pragma once

#include <netinet/in.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

#include "lab/relay.hpp"

class Relay {
 public:
  Relay(int in, int out) : in_(in), out_(out), memory_(std::make_unique<Memory>()) {
    const int yes = 1;
    setsockopt(in_, SOL_SOCKET, SO_RXQ_OVFL, &yes, sizeof yes);
    setsockopt(in_, IPPROTO_UDP, UDP_GRO, &yes, sizeof yes);  // refused by old kernels: then messages come alone
    for (std::size_t i = 0; i < kMessages; ++i) memory_->headers[i].msg_hdr.msg_iov = &memory_->parts[i];
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
  static constexpr std::size_t kMessages = 16;    // with a call; each may be 64 datagrams
  static constexpr std::size_t kRoom = 1U << 16;  // more than UDP over IPv4 can carry (udp(7))

  // Room for both kinds of news that can come with a message, and for one that goes out with it.
  struct Control {
    alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(int)) + CMSG_SPACE(sizeof(std::uint32_t))> bytes;
  };

  struct Memory {
    std::array<mmsghdr, kMessages> headers{};
    std::array<iovec, kMessages> parts{};
    std::array<std::uint16_t, kMessages> segments{};  // length of each datagram in the message but the last
    std::array<Control, kMessages> control;
    std::array<std::array<std::byte, kRoom>, kMessages> bytes;
  };

  // Lengths are in and out: the kernel has overwritten those of last time (recvmsg(2), "value-result"), and we the
  // rest.
  int receive() noexcept {
    for (std::size_t i = 0; i < kMessages; ++i) {
      memory_->parts[i] = {memory_->bytes[i].data(), kRoom};
      memory_->headers[i].msg_hdr.msg_iovlen = 1;
      memory_->headers[i].msg_hdr.msg_control = memory_->control[i].bytes.data();
      memory_->headers[i].msg_hdr.msg_controllen = sizeof(Control);
    }
    return recvmmsg(in_, memory_->headers.data(), kMessages, MSG_DONTWAIT, nullptr);
  }

  // Makes what has arrived ready to be sent: the headers that received it send it.
  void take_in(std::size_t received) noexcept {
    next_ = 0;
    end_ = received;
    for (std::size_t i = 0; i < received; ++i) {
      const std::size_t length = memory_->headers[i].msg_len;
      const std::size_t segment = read_news(memory_->headers[i].msg_hdr, length);
      const std::span<std::byte> message(memory_->bytes[i].data(), length);
      for (std::size_t at = 0; at < length; at += segment) {
        relay::count_hop(message.subspan(at, std::min(segment, length - at)));
      }
      prepare(i, {message.data(), length}, segment);
    }
  }

  // The length of the datagrams in a message of `length` bytes, and what the kernel says of drops.
  std::size_t read_news(msghdr& header, std::size_t length) noexcept {
    std::size_t segment = std::max<std::size_t>(length, 1);
    for (cmsghdr* item = CMSG_FIRSTHDR(&header); item != nullptr; item = CMSG_NXTHDR(&header, item)) {
      if (item->cmsg_level == IPPROTO_UDP && item->cmsg_type == UDP_GRO) {
        int size = 0;
        std::memcpy(&size, CMSG_DATA(item), sizeof size);
        if (size > 0) segment = static_cast<std::size_t>(size);
      } else if (item->cmsg_level == SOL_SOCKET && item->cmsg_type == SO_RXQ_OVFL) {
        std::uint32_t drops = 0;
        std::memcpy(&drops, CMSG_DATA(item), sizeof drops);
        tally_.dropped_by_kernel = drops;
      }
    }
    return segment;
  }

  // Message `i` goes out as `part`, cut every `segment` bytes. Of datagrams that are too large only the last one may be
  // left, if it is shorter than the others. A message of which nothing is left is skipped when its turn comes.
  void prepare(std::size_t i, iovec part, std::size_t segment) noexcept {
    msghdr& header = memory_->headers[i].msg_hdr;
    header.msg_control = nullptr;
    header.msg_controllen = 0;
    if (segment > relay::kLargest) {
      const std::size_t last = part.iov_len % segment;
      const std::size_t whole = part.iov_len / segment;
      const bool keeps_last = last != 0 && last <= relay::kLargest;
      tally_.too_large += whole + (last != 0 && !keeps_last ? 1 : 0);
      header.msg_iovlen = keeps_last ? 1 : 0;
      part = {static_cast<std::byte*>(part.iov_base) + whole * segment, last};
      segment = std::max<std::size_t>(last, 1);
    }
    memory_->parts[i] = part;
    memory_->segments[i] = static_cast<std::uint16_t>(segment);
  }

  void ask_for_segments(msghdr& header, std::size_t i) noexcept {
    header.msg_control = memory_->control[i].bytes.data();
    header.msg_controllen = CMSG_SPACE(sizeof(std::uint16_t));
    cmsghdr* const item = CMSG_FIRSTHDR(&header);
    item->cmsg_level = IPPROTO_UDP;
    item->cmsg_type = UDP_SEGMENT;
    item->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
    std::memcpy(CMSG_DATA(item), &memory_->segments[i], sizeof(std::uint16_t));
  }

  // True when nothing is left.
  bool send_out() noexcept {
    for (;;) {
      while (next_ != end_ && memory_->headers[next_].msg_hdr.msg_iovlen == 0) ++next_;
      if (next_ == end_) return true;
      std::size_t stop = next_ + 1;
      const auto count = static_cast<unsigned>(stop - next_);
      if (memory_->parts[next_].iov_len > memory_->segments[next_]) {
        if (!send_one_segment()) return false;
        continue;
      }
      const int sent = sendmmsg(out_, &memory_->headers[next_], count, MSG_DONTWAIT);
      if (sent >= 0) {
        for (int i = 0; i < sent; ++i) count_forwarded(next_++);
      } else if (errno == EIO || errno == EINVAL || errno == EMSGSIZE) {
        if (!send_one_segment()) return false;
      } else if (errno != EINTR && errno != ECONNREFUSED) {  // the latter is about a datagram of the past (udp(7))
        return false;
      }
    }
  }

  void count_forwarded(std::size_t i) noexcept {
    const std::size_t segment = memory_->segments[i];
    tally_.forwarded += std::max<std::size_t>((memory_->parts[i].iov_len + segment - 1) / segment, 1);
  }

  // The way out does not segment (a tunnel, a device without checksums, a segment larger than its MTU): the first
  // datagram of the message goes alone. False when it cannot go now.
  bool send_one_segment() noexcept {
    iovec& part = memory_->parts[next_];
    const std::size_t length = std::min<std::size_t>(memory_->segments[next_], part.iov_len);
    if (send(out_, part.iov_base, length, MSG_DONTWAIT) < 0) return errno == EINTR || errno == ECONNREFUSED;
    ++tally_.forwarded;
    part = {static_cast<std::byte*>(part.iov_base) + length, part.iov_len - length};
    msghdr& header = memory_->headers[next_].msg_hdr;
    if (part.iov_len <= memory_->segments[next_]) header.msg_control = nullptr, header.msg_controllen = 0;
    if (part.iov_len == 0) ++next_;
    return true;
  }

  int in_;
  int out_;
  std::unique_ptr<Memory> memory_;
  std::size_t next_ = 0;  // headers[next_ … end_) wait to go out
  std::size_t end_ = 0;
  relay::Tally tally_;
};
