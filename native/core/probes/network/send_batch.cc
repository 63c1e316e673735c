// send-batch: what one datagram costs its sender when several leave in one system call.
#include <netinet/udp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <functional>
#include <vector>

#include "core/probes/context.hpp"
#include "core/probes/network/udp_socket.hpp"
#include "core/probes/samples.hpp"

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103  // linux/udp.h, since 4.18
#endif

namespace lab::probes {
namespace {

constexpr std::size_t kPayload = 64;
constexpr std::size_t kLargestBatch = 64;  // UDP_MAX_SEGMENTS of most kernels in use
constexpr std::size_t kFigureBatch = 32;
// Datagrams in a repetition. They all fit into a receive buffer of default size (212,992 bytes, some 800 each with the
// kernel's bookkeeping), so that none is dropped, which would be cheaper than delivering it.
constexpr std::size_t kRound = 128;
constexpr int kReceiveBuffer = 1 << 20;  // cut down by the kernel to net.core.rmem_max
constexpr int kArrivalMs = 100;          // a busy machine may hand datagrams over late (ksoftirqd)
constexpr std::size_t kMostRepetitions = 400;

// Sends kRound datagrams in batches of `batch`; false where the kernel refuses.
class Sender {
 public:
  explicit Sender(int fd) : fd_(fd) {
    for (std::size_t i = 0; i < kLargestBatch; ++i) {
      vectors_[i] = {payload_.data() + i * kPayload, kPayload};
      messages_[i].msg_hdr.msg_iov = &vectors_[i];
      messages_[i].msg_hdr.msg_iovlen = 1;
    }
  }
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  bool by_sendto(std::size_t) noexcept {
    for (std::size_t i = 0; i < kRound; ++i) {
      if (sendto(fd_, payload_.data(), kPayload, 0, nullptr, 0) < 0) return false;
    }
    return true;
  }

  bool by_sendmmsg(std::size_t batch) noexcept {
    for (std::size_t sent = 0; sent < kRound; sent += batch) {
      if (sendmmsg(fd_, messages_.data(), static_cast<unsigned>(batch), 0) != static_cast<int>(batch)) return false;
    }
    return true;
  }

  bool by_gso(std::size_t batch) noexcept {
    iovec whole{payload_.data(), batch * kPayload};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(std::uint16_t))> control{};
    msghdr message{};
    message.msg_iov = &whole;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = IPPROTO_UDP;
    header->cmsg_type = UDP_SEGMENT;
    header->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
    const std::uint16_t size = kPayload;
    std::memcpy(CMSG_DATA(header), &size, sizeof size);
    for (std::size_t sent = 0; sent < kRound; sent += batch) {
      if (sendmsg(fd_, &message, 0) < 0) return false;
    }
    return true;
  }

 private:
  int fd_;
  std::array<char, kLargestBatch * kPayload> payload_{};
  std::array<iovec, kLargestBatch> vectors_{};
  std::array<mmsghdr, kLargestBatch> messages_{};
};

// Takes everything out of the socket, and says whether it was a whole round.
bool drain(int fd) noexcept {
  std::array<char, kPayload> buffer{};
  for (std::size_t got = 0; got < kRound;) {
    const ssize_t size = recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size == static_cast<ssize_t>(kPayload)) {
      ++got;
      continue;
    }
    pollfd waited{fd, POLLIN, 0};
    if (size >= 0 || errno != EAGAIN || poll(&waited, 1, kArrivalMs) <= 0) return false;
  }
  return true;
}

struct Way {
  const char* name;
  const char* figure;
  bool (Sender::*send)(std::size_t batch) noexcept;
  Samples samples;
  bool works = true;
};

class Bench {
 public:
  Bench() : to_(kLoopback), from_(kLoopback), sender_(from_.fd()) {
    from_.connect_to(to_);
    setsockopt(to_.fd(), SOL_SOCKET, SO_RCVBUF, &kReceiveBuffer, sizeof kReceiveBuffer);
  }

  // The ways take turns, so that whatever disturbs the machine disturbs all of them.
  void measure(std::vector<Way>& ways, std::size_t batch, const Budget& budget) {
    for (std::size_t i = 0; i < kMostRepetitions && (i < kLeastRepetitions || budget.left()); ++i) {
      for (Way& way : ways) {
        if (way.works) run_round(way, batch);
      }
    }
  }

 private:
  void run_round(Way& way, std::size_t batch) {
    const std::uint64_t began = read_tsc();
    way.works = (sender_.*way.send)(batch);
    const double ns = ticks_to_ns(read_tsc() - began);
    if (drain(to_.fd()) && way.works) way.samples.add(ns / static_cast<double>(kRound));
  }

  UdpSocket to_;
  UdpSocket from_;
  Sender sender_;
};

Refusal refusal_of(const Way& way) { return {way.works ? "datagrams-lost" : "no-gso", ""}; }

}  // namespace

ProbeResult probe_send_batch(const Context& context) {
  Bench bench;
  std::vector<Way> ways = {{"sendto", "sendto", &Sender::by_sendto, {}},
                           {"sendmmsg", "sendmmsg-32", &Sender::by_sendmmsg, {}},
                           {"gso", "gso-32", &Sender::by_gso, {}}};
  ProbeResult result;
  for (const Way& way : ways) result.sweep.push_back({way.name, {}});
  std::size_t points_left = 7;  // 1, 2, 4 … 64
  for (std::size_t batch = 1; batch <= kLargestBatch; batch *= 2, --points_left) {
    bench.measure(ways, batch, context.budget.part(1.0 / static_cast<double>(points_left)));
    for (std::size_t i = 0; i < ways.size(); ++i) {
      Way& way = ways[i];
      const Quartiles each = way.samples.quartiles();
      if (way.samples.count() > 0) result.sweep[i].points.push_back({static_cast<double>(batch), each});
      if (batch == kFigureBatch && way.samples.count() > 0) result.figures.push_back({way.figure, each, ""});
      if (batch == kFigureBatch && way.samples.count() == 0) result.absent.push_back({way.figure, refusal_of(way)});
      way.samples = {};
    }
  }
  std::erase_if(result.sweep, [](const Series& series) { return series.points.empty(); });
  return result;
}

}  // namespace lab::probes
