// What is wrong: it looks once, and if nothing is there it sleeps in epoll: no spinning at all.
// Why people write it: non-blocking and event-driven is what fast servers are said to be.
// What catches it: every datagram still waits for a wake-up.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <memory>
#include <system_error>

#include "lab/dut.hpp"

class PollingServer {
 public:
  explicit PollingServer(const sockaddr_in& address) : socket_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    if (socket_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      const int error = errno;
      close(socket_);
      throw std::system_error(error, std::generic_category(), "bind");
    }
  }
  ~PollingServer() { close(socket_); }

  PollingServer(const PollingServer&) = delete;
  PollingServer& operator=(const PollingServer&) = delete;

  void run(const lab::Stop& stop) {
    const int waiter = epoll_create1(EPOLL_CLOEXEC);
    for (const int each : {socket_, stop.fd()}) {
      epoll_event event{EPOLLIN, {}};
      epoll_ctl(waiter, EPOLL_CTL_ADD, each, &event);
    }
    for (epoll_event event{}; !stop.requested();) {
      if (!answer_one()) epoll_wait(waiter, &event, 1, -1);
    }
    close(waiter);
  }

 private:
  // The longest datagram IPv4 can carry: 65535 less the headers of IP and UDP (RFC 791, RFC 768).
  static constexpr std::size_t kLongest = 65507;

  // False when nothing was waiting.
  bool answer_one() {
    sockaddr_in from{};
    socklen_t length = sizeof from;
    const ssize_t size =
        recvfrom(socket_, buffer_.get(), kLongest, MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&from), &length);
    if (size < 0) return errno == EINTR;
    sendto(socket_, buffer_.get(), static_cast<std::size_t>(size), 0, reinterpret_cast<const sockaddr*>(&from), length);
    return true;
  }

  int socket_;
  std::unique_ptr<char[]> buffer_ = std::make_unique<char[]>(kLongest);
};
