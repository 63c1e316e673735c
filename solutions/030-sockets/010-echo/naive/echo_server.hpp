// The honest slow way: look whether something has come, and if not, sleep a moment before looking again. It is right,
// it can be stopped, it needs hardly any CPU time, and every datagram waits for the alarm clock.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "lab/dut.hpp"

class EchoServer {
 public:
  explicit EchoServer(const sockaddr_in& address) : socket_(socket(AF_INET, SOCK_DGRAM, 0)), buffer_(65507) {
    if (socket_ < 0 || bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::system_error(errno, std::generic_category(), "socket");
    }
  }
  ~EchoServer() { close(socket_); }

  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  void run(const lab::Stop& stop) {
    while (!stop.requested()) {
      sockaddr_in from{};
      socklen_t length = sizeof from;
      const ssize_t size =
          recvfrom(socket_, buffer_.data(), buffer_.size(), MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&from), &length);
      if (size < 0) {
        usleep(100);
        continue;
      }
      sendto(socket_, buffer_.data(), static_cast<std::size_t>(size), 0, reinterpret_cast<const sockaddr*>(&from),
             length);
    }
  }

 private:
  int socket_;
  std::vector<char> buffer_;
};
