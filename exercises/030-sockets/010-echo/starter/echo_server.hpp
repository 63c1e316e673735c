// A UDP echo server. It compiles, and answers nobody.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "lab/dut.hpp"

class EchoServer {
 public:
  // `address` is where the clients send to: an IPv4 address and a port, in network byte order, ready for bind(2).
  explicit EchoServer(const sockaddr_in& address) : socket_(socket(AF_INET, SOCK_DGRAM, 0)) {
    if (socket_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    // TODO(you): bind the socket to `address`. Look at what bind() returns.
    static_cast<void>(address);
  }
  ~EchoServer() { close(socket_); }

  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  // Returns when `stop` asks for it, and not before: stop.requested() says so, and stop.fd() becomes readable then.
  void run(const lab::Stop& stop) {
    while (!stop.requested()) {
      // TODO(you): wait until there is a datagram, or until the end is asked for. Not by looking again and again.
      // TODO(you): receive it, and send the same bytes back to where they came from.
      usleep(1000);
    }
  }

 private:
  int socket_;
};
