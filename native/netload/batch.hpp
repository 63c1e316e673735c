// Datagrams by the batch: what sendmmsg(2), recvmmsg(2), UDP_SEGMENT and UDP_GRO (udp(7)) need, prepared once.
#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "netload/message.hpp"
#include "netload/port.hpp"

namespace lab {

// Messages of one length that leave together: as one segmented datagram where the kernel can (Linux 4.18), else one by
// one in a single call.
class SendBatch {
 public:
  explicit SendBatch(std::size_t bytes);

  [[nodiscard]] std::size_t room() const noexcept { return room_; }
  // Sends messages `first` … `first + count - 1`, at most room() of them. Returns how many the kernel took, in order.
  std::size_t send(const Port& port, const Messages& messages, std::uint64_t first, std::size_t count);

 private:
  std::size_t send_segmented(int fd, std::size_t count);
  std::size_t send_singly(int fd, std::size_t count);

  const std::size_t bytes_;
  const std::size_t room_;
  bool segments_ = true;
  std::unique_ptr<std::byte[]> buffer_;  // the messages, one after the other
  std::vector<iovec> parts_;
  std::vector<mmsghdr> headers_;
};

class ReceiveBatch {
 public:
  // Also asks the kernel to hand over datagrams that were sent together in one piece (UDP_GRO), where it can.
  ReceiveBatch(const Port& port, std::size_t bytes);

  // Takes what is waiting, at most a batch, and calls `visit` for each datagram. False when nothing was waiting.
  template <typename Visit>
  bool receive(const Port& port, Visit&& visit) {
    const std::size_t count = fill(port);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t size = headers_[i].msg_len;
      const std::size_t segment = segment_of(i, size);
      const std::byte* const from = buffer_.get() + i * slot_;
      std::size_t at = 0;
      do {  // an empty datagram is one, too
        visit(std::span(from + at, std::min(segment, size - at)));
        at += segment;
      } while (at < size);
    }
    return count != 0;
  }

 private:
  static constexpr std::size_t kDatagrams = 32;        // a burst in the sense of DPDK's receive and transmit calls
  static constexpr std::size_t kSlotTogether = 65535;  // the most that comes in one piece

  std::size_t fill(const Port& port);
  // Length of the datagrams in slot `i`; its whole size where it is a single one.
  [[nodiscard]] std::size_t segment_of(std::size_t i, std::size_t size) const noexcept;

  bool together_;
  std::size_t slot_;
  std::unique_ptr<std::byte[]> buffer_;
  std::vector<iovec> parts_;
  std::vector<mmsghdr> headers_;
  struct alignas(cmsghdr) Control {
    std::byte bytes[CMSG_SPACE(sizeof(int))];
  };
  std::vector<Control> controls_;
};

}  // namespace lab
