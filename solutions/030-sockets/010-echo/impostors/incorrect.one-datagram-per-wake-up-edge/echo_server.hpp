// What is wrong: epoll reports edges (EPOLLET), and only one datagram is taken for each.
// Why people write it: edge-triggered is said to be faster. It is, for whoever drains the socket before sleeping again.
// What catches it: a burst, of which all but the first few answers are missing.
#pragma once

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "lab/dut.hpp"

class EchoServer {
 public:
  // Opens a socket and binds it. Throws std::system_error where the kernel refuses.
  explicit EchoServer(const sockaddr_in& address) : socket_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    if (socket_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      const int error = errno;
      close(socket_);
      throw std::system_error(error, std::generic_category(), "bind");
    }
  }
  ~EchoServer() { close(socket_); }

  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  // Sends every datagram back to where it came from, until `stop` asks for the end.
  void run(const lab::Stop& stop) {
    const int waiter = epoll_create1(EPOLL_CLOEXEC);
    epoll_event event{EPOLLIN | EPOLLET, {}};
    epoll_ctl(waiter, EPOLL_CTL_ADD, socket_, &event);
    event.events = EPOLLIN;
    epoll_ctl(waiter, EPOLL_CTL_ADD, stop.fd(), &event);
    while (!stop.requested()) {
      epoll_wait(waiter, &event, 1, -1);
      answer_one();
    }
    close(waiter);
  }

 private:
  // The longest datagram IPv4 can carry: 65535 less the headers of IP and UDP (RFC 791, RFC 768).
  static constexpr std::size_t kLongest = 65507;

  // False when nothing was waiting.
  bool answer_one() {
    sockaddr_in from{};
    socklen_t length = sizeof from;  // in: room for an address; out: what it took. So it is set anew each time.
    const ssize_t size =
        recvfrom(socket_, buffer_.get(), kLongest, MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&from), &length);
    if (size < 0) return errno == EINTR;
    // A server that cannot send now drops the answer, as the network itself may: nobody is helped by one that waits.
    sendto(socket_, buffer_.get(), static_cast<std::size_t>(size), 0, reinterpret_cast<const sockaddr*>(&from), length);
    return true;
  }

  int socket_;
  std::unique_ptr<char[]> buffer_ = std::make_unique<char[]>(kLongest);
};
