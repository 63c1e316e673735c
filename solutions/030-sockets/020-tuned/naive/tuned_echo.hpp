// The honest slow way, as tutorials have it: the kernel's default queue; for each datagram one wake-up, a question how
// long it is, a buffer made for it, and a line about who has sent it. Right in every respect; a burst larger than the
// queue is lost, and each datagram pays for everything but the answer.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

#include "lab/dut.hpp"

class TunedEcho {
 public:
  TunedEcho(const sockaddr_in& address, std::size_t) : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    const int yes = 1;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    if (socket_ < 0 || bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      const int error = errno;
      close(socket_);
      throw std::system_error(error, std::generic_category(), "a socket");
    }
  }
  ~TunedEcho() { close(socket_); }

  TunedEcho(const TunedEcho&) = delete;
  TunedEcho& operator=(const TunedEcho&) = delete;

  void turn(int timeout_ms) {
    while (answer_one(timeout_ms, -1)) timeout_ms = 0;
  }

  void run(const lab::Stop& stop) {
    while (!stop.requested()) answer_one(-1, stop.fd());
  }

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] std::size_t queue_granted() const {
    int granted = 0;
    socklen_t size = sizeof granted;
    getsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &granted, &size);
    return static_cast<std::size_t>(granted);
  }
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  static constexpr std::size_t kLongest = 65507;

  // False when nothing was there.
  bool answer_one(int timeout_ms, int stop) {
    pollfd waited[] = {{socket_, POLLIN, 0}, {stop, POLLIN, 0}};
    if (poll(waited, 2, timeout_ms) < 0) return errno == EINTR;
    if ((waited[0].revents & POLLIN) == 0) return false;
    int pending = 0;
    ioctl(socket_, FIONREAD, &pending);
    std::vector<char> buffer(kLongest);
    sockaddr_in from{};
    socklen_t length = sizeof from;
    auto* const address = reinterpret_cast<sockaddr*>(&from);
    const ssize_t size = recvfrom(socket_, buffer.data(), kLongest, MSG_DONTWAIT, address, &length);
    if (size < 0) return errno == EINTR;
    note(from, pending);
    while (sendto(socket_, buffer.data(), static_cast<std::size_t>(size), MSG_DONTWAIT, address, length) < 0) {
      if (errno == EINTR) continue;
      ++dropped_;
      break;
    }
    return true;
  }

  // For a log that somebody may want to read one day.
  void note(const sockaddr_in& from, int bytes) {
    char address[INET_ADDRSTRLEN] = {};
    inet_ntop(AF_INET, &from.sin_addr, address, sizeof address);
    last_ = "received " + std::to_string(bytes) + " bytes from " + address + ":" + std::to_string(ntohs(from.sin_port));
  }

  int socket_;
  std::string last_;
  std::uint64_t dropped_ = 0;
};
