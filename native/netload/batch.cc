#include "netload/batch.hpp"

#include <netinet/udp.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/error.hpp"

namespace lab {
namespace {

constexpr std::size_t kMostTogether = 32;  // datagrams in a batch; the kernel's own limit for segments is 64
constexpr std::size_t kFrame = 1472;       // more than an Ethernet frame carries cannot be a segment

// What a non-blocking socket says when it will take, or has, nothing more for now.
bool is_passing(int error) { return error == EAGAIN || error == ENOBUFS || error == EINTR || error == ECONNREFUSED; }

}  // namespace

SendBatch::SendBatch(std::size_t bytes)
    : bytes_(bytes),
      room_(std::clamp<std::size_t>(kMostMessage / bytes, 1, kMostTogether)),
      segments_(bytes <= kFrame),
      buffer_(std::make_unique<std::byte[]>(bytes * room_)),
      parts_(room_),
      headers_(room_) {
  for (std::size_t i = 0; i < room_; ++i) {
    parts_[i] = {buffer_.get() + i * bytes, bytes};
    headers_[i].msg_hdr.msg_iov = &parts_[i];
    headers_[i].msg_hdr.msg_iovlen = 1;
  }
}

std::size_t SendBatch::send(const Port& port, const Messages& messages, std::uint64_t first, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) messages.write(first + i, {buffer_.get() + i * bytes_, bytes_});
  return segments_ && count > 1 ? send_segmented(port.out(), count) : send_singly(port.out(), count);
}

std::size_t SendBatch::send_segmented(int fd, std::size_t count) {
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(std::uint16_t))] = {};
  iovec part{buffer_.get(), count * bytes_};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* const head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_UDP;
  head->cmsg_type = UDP_SEGMENT;
  head->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
  const auto segment = static_cast<std::uint16_t>(bytes_);
  std::memcpy(CMSG_DATA(head), &segment, sizeof segment);
  if (sendmsg(fd, &message, MSG_NOSIGNAL) >= 0) return count;
  if (is_passing(errno)) return 0;
  segments_ = false;  // EIO, EINVAL: this kernel or device cannot (udp(7))
  return send_singly(fd, count);
}

std::size_t SendBatch::send_singly(int fd, std::size_t count) {
  const int sent = sendmmsg(fd, headers_.data(), static_cast<unsigned>(count), MSG_NOSIGNAL);
  if (sent >= 0) return static_cast<std::size_t>(sent);
  if (!is_passing(errno)) check_syscall("sendmmsg", sent);
  return 0;
}

ReceiveBatch::ReceiveBatch(const Port& port, std::size_t bytes)
    : parts_(kDatagrams), headers_(kDatagrams), controls_(kDatagrams) {
  const int yes = 1;
  together_ = setsockopt(port.in(), SOL_UDP, UDP_GRO, &yes, sizeof yes) == 0;
  slot_ = together_ ? kSlotTogether : bytes + 1;  // one more: a datagram that is too long shows
  buffer_ = std::make_unique<std::byte[]>(slot_ * kDatagrams);
}

std::size_t ReceiveBatch::fill(const Port& port) {
  for (std::size_t i = 0; i < kDatagrams; ++i) {  // anew each time: all of it is in and out
    parts_[i] = {buffer_.get() + i * slot_, slot_};
    msghdr& header = headers_[i].msg_hdr;
    header = {};
    header.msg_iov = &parts_[i];
    header.msg_iovlen = 1;
    header.msg_control = controls_[i].bytes;
    header.msg_controllen = sizeof controls_[i].bytes;
  }
  const int got = recvmmsg(port.in(), headers_.data(), kDatagrams, MSG_DONTWAIT, nullptr);
  if (got >= 0) return static_cast<std::size_t>(got);
  if (!is_passing(errno)) check_syscall("recvmmsg", got);
  return 0;
}

std::size_t ReceiveBatch::segment_of(std::size_t i, std::size_t size) const noexcept {
  const cmsghdr* const head = CMSG_FIRSTHDR(&headers_[i].msg_hdr);
  if (head == nullptr || head->cmsg_level != SOL_UDP || head->cmsg_type != UDP_GRO) return size;
  int segment = 0;
  std::memcpy(&segment, CMSG_DATA(head), sizeof segment);
  return segment > 0 ? static_cast<std::size_t>(segment) : size;
}

}  // namespace lab
