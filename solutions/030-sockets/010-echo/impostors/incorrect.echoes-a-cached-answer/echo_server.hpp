// What is wrong: datagrams of one length are answered with the first one of that length.
// Why people write it: benchmarks send the same bytes again and again, and a cached answer is already in the cache.
// What catches it: no two messages of ours are alike.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <map>
#include <memory>
#include <system_error>
#include <vector>

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
    pollfd waited[] = {{socket_, POLLIN, 0}, {stop.fd(), POLLIN, 0}};
    while (!stop.requested()) {
      poll(waited, 2, -1);  // a signal ends it early, and then nothing is there: no harm
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
    socklen_t length = sizeof from;  // in: room for an address; out: what it took. So it is set anew each time.
    const ssize_t size =
        recvfrom(socket_, buffer_.get(), kLongest, MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&from), &length);
    if (size < 0) return errno == EINTR;
    std::vector<char>& answer = answers_[size];
    if (answer.empty()) answer.assign(buffer_.get(), buffer_.get() + size);
    // A server that cannot send now drops the answer, as the network itself may: nobody is helped by one that waits.
    sendto(socket_, answer.data(), static_cast<std::size_t>(size), 0, reinterpret_cast<const sockaddr*>(&from), length);
    return true;
  }

  int socket_;
  std::map<ssize_t, std::vector<char>> answers_;
  std::unique_ptr<char[]> buffer_ = std::make_unique<char[]>(kLongest);
};
