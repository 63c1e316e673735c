// The honest slow way: asleep until a datagram comes. It is the good answer of sockets/echo, it costs no CPU time when
// idle, and every datagram waits for a wake-up.
#pragma once

#include <netinet/in.h>
#include <poll.h>
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
    pollfd waited[] = {{socket_, POLLIN, 0}, {stop.fd(), POLLIN, 0}};
    while (!stop.requested()) {
      poll(waited, 2, -1);
      while (!stop.requested() && answer_one()) {
      }
    }
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
