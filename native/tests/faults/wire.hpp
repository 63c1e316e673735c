// Two ends of a wire and a batch of messages, for the tests of native/faults.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

#include "../testing.hpp"
#include "lab/faults.hpp"

namespace faulted {

using lab::faults::Counts;
using lab::faults::Happening;
using lab::faults::Schedule;
using testing::expect;

inline constexpr unsigned kBatch = 8;

// Two connected UDP sockets on loopback, as non-blocking as asked.
class Wire {
 public:
  explicit Wire(int flags = SOCK_NONBLOCK) : ends_{make(flags), make(flags)} {
    for (int i = 0; i < 2; ++i) {
      sockaddr_in address{};
      socklen_t size = sizeof address;
      getsockname(ends_[1 - i], reinterpret_cast<sockaddr*>(&address), &size);
      connect(ends_[i], reinterpret_cast<sockaddr*>(&address), size);
    }
  }
  ~Wire() {
    for (const int end : ends_) close(end);
  }
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  [[nodiscard]] int near() const { return ends_[0]; }
  [[nodiscard]] int far() const { return ends_[1]; }

  void put(unsigned datagrams) const {
    for (unsigned i = 0; i < datagrams; ++i) send(far(), &i, sizeof i, 0);
  }
  // How many have arrived at the far end.
  [[nodiscard]] unsigned take() const {
    unsigned taken = 0;
    for (unsigned number = 0; recv(far(), &number, sizeof number, MSG_DONTWAIT) >= 0;) ++taken;
    return taken;
  }

 private:
  static int make(int flags) {
    const int made = socket(AF_INET, SOCK_DGRAM | flags, 0);
    const int fd = fcntl(made, F_DUPFD, lab::faults::kFirstFollowed);
    close(made);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    expect(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0, "bind on loopback");
    return fd;
  }
  int ends_[2];
};

// A batch of small messages.
class Batch {
 public:
  Batch() {
    for (unsigned i = 0; i < kBatch; ++i) {
      parts_[i] = {&numbers_[i], sizeof numbers_[i]};
      messages_[i].msg_hdr.msg_iov = &parts_[i];
      messages_[i].msg_hdr.msg_iovlen = 1;
    }
  }
  int send(int fd) { return result(sendmmsg(fd, messages_, kBatch, 0)); }
  int receive(int fd) { return result(recvmmsg(fd, messages_, kBatch, 0, nullptr)); }
  mmsghdr* messages() { return messages_; }

 private:
  static int result(int returned) { return returned < 0 ? -errno : returned; }
  unsigned numbers_[kBatch] = {};
  iovec parts_[kBatch] = {};
  mmsghdr messages_[kBatch] = {};
};

inline std::string told(const Counts& counts) {
  return std::to_string(counts.all()) + " calls, " + std::to_string(counts.received) + " received, " +
         std::to_string(counts.sent) + " sent, " + std::to_string(counts.faults) + " faults, " +
         std::to_string(counts.outside) + " from outside, " + std::to_string(counts.refused) + " refused";
}

inline Schedule send_script(std::span<const Happening> script) {
  Schedule schedule;
  schedule.send.script = script;
  return schedule;
}

}  // namespace faulted
