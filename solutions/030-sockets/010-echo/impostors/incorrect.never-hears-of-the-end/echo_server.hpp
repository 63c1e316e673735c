// What is wrong: it sleeps in a blocking recvfrom(), and looks at `stop` only when a datagram has come.
// Why people write it: it is the loop of every textbook.
// What catches it: it is told to stop while nobody sends anything.
#pragma once

#include <netinet/in.h>
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
    while (!stop.requested()) answer_one();
  }

 private:
  // The longest datagram IPv4 can carry: 65535 less the headers of IP and UDP (RFC 791, RFC 768).
  static constexpr std::size_t kLongest = 65507;

  // False when nothing was waiting.
  bool answer_one() {
    sockaddr_in from{};
    socklen_t length = sizeof from;  // in: room for an address; out: what it took. So it is set anew each time.
    const ssize_t size = recvfrom(socket_, buffer_.get(), kLongest, 0, reinterpret_cast<sockaddr*>(&from), &length);
    if (size < 0) return errno == EINTR;
    // A server that cannot send now drops the answer, as the network itself may: nobody is helped by one that waits.
    sendto(socket_, buffer_.get(), static_cast<std::size_t>(size), 0, reinterpret_cast<const sockaddr*>(&from), length);
    return true;
  }

  int socket_;
  std::unique_ptr<char[]> buffer_ = std::make_unique<char[]>(kLongest);
};
