// Has a second socket for the client that keeps coming, connected to it. Nobody has to look up a route any more,
// neither for what comes (the kernel finds the socket first, and the route in it: ip_rcv's early demux) nor for what
// goes.
//
// Problem: an unconnected socket pays for two route look-ups a round trip. Choice: both sockets have the same address,
// and the kernel gives a datagram to the one that fits best: the client's own comes on the connected one, everybody
// else's on the first. Cost: two sockets to look at, and care when the second begins to exist. Rejected: connecting the
// only socket, which would shut everybody else out.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <system_error>

#include "lab/arm.hpp"
#include "lab/dut.hpp"

class PollingServer {
 public:
  explicit PollingServer(const sockaddr_in& address) : address_(address), everybody_(open_socket(address)) {}
  ~PollingServer() {
    if (regular_ >= 0) close(regular_);
    close(everybody_);
  }

  PollingServer(const PollingServer&) = delete;
  PollingServer& operator=(const PollingServer&) = delete;

  void run(const lab::Stop& stop) {
    while (!stop.requested()) {
      if (spin(stop)) return;
      sleep_until_something_comes(stop);
    }
  }

 private:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::microseconds kPatience{100};
  static constexpr unsigned kLooksPerClock = 16;
  // The longest datagram IPv4 can carry: 65535 less the headers of IP and UDP (RFC 791, RFC 768).
  static constexpr std::size_t kLongest = 65507;
  // So many datagrams in a row from one address, and it is worth a socket.
  static constexpr unsigned kRegular = 64;
  // While the regular client's socket is empty the other one is looked at as often as this.
  static constexpr unsigned kLooksPerOther = 8;

  struct Datagram {
    std::unique_ptr<char[]> bytes = std::make_unique<char[]>(kLongest);
    std::size_t size = 0;
    sockaddr_in from{};
  };

  static int open_socket(const sockaddr_in& address) {
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) throw std::system_error(errno, std::generic_category(), "socket");
    const int yes = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      const int error = errno;
      close(fd);
      throw std::system_error(error, std::generic_category(), "bind");
    }
    return fd;
  }

  static bool same(const sockaddr_in& a, const sockaddr_in& b) noexcept {
    return a.sin_addr.s_addr == b.sin_addr.s_addr && a.sin_port == b.sin_port;
  }

  // Answers what comes until nothing has come for kPatience. True when the end was asked for meanwhile.
  bool spin(const lab::Stop& stop) {
    Clock::time_point last = Clock::now();
    for (unsigned looks = 0; !stop.requested(); ++looks) {
      const bool others_too = regular_ < 0 || looks % kLooksPerOther == 0;
      if (answer_regular() || (others_too && answer_somebody())) {
        looks = 0;
        last = Clock::now();
        continue;
      }
      lab::relax_cpu();
      if (looks % kLooksPerClock == kLooksPerClock - 1 && Clock::now() - last > kPatience) return false;
    }
    return true;
  }

  void sleep_until_something_comes(const lab::Stop& stop) const {
    pollfd waited[] = {{everybody_, POLLIN, 0}, {stop.fd(), POLLIN, 0}, {regular_, POLLIN, 0}};  // poll skips a -1
    poll(waited, 3, -1);
  }

  // False when nothing was waiting.
  bool answer_regular() {
    if (regular_ < 0 || !receive(regular_, first_)) return false;
    // What came before there was this socket is on the other one, and comes first. It was queued before this one was,
    // so one look is enough for all time.
    while (!is_settled_ && answer_somebody()) {
    }
    is_settled_ = true;
    if (same(first_.from, client_)) {
      send(regular_, first_.bytes.get(), first_.size, 0);
    } else {
      answer(regular_, first_);  // queued for the client that the socket had before
    }
    return true;
  }

  bool answer_somebody() {
    if (!receive(everybody_, second_)) return false;
    answer(everybody_, second_);
    in_a_row_ = same(second_.from, last_seen_) ? in_a_row_ + 1 : 1;
    last_seen_ = second_.from;
    if (in_a_row_ == kRegular && (regular_ < 0 || !same(client_, last_seen_))) become_regular(last_seen_);
    return true;
  }

  // Without a second socket everything goes on as before.
  void become_regular(const sockaddr_in& client) {
    if (regular_ < 0) {
      try {
        regular_ = open_socket(address_);
      } catch (const std::system_error&) {
        return;
      }
    }
    client_ = client;
    is_settled_ = false;
    if (connect(regular_, reinterpret_cast<const sockaddr*>(&client), sizeof client) == 0) return;
    close(regular_);  // unconnected it would take what is everybody's
    regular_ = -1;
  }

  static bool receive(int fd, Datagram& datagram) {
    socklen_t length = sizeof datagram.from;
    const ssize_t size = recvfrom(fd, datagram.bytes.get(), kLongest, MSG_DONTWAIT,
                                  reinterpret_cast<sockaddr*>(&datagram.from), &length);
    datagram.size = size < 0 ? 0 : static_cast<std::size_t>(size);
    return size >= 0;
  }

  static void answer(int fd, const Datagram& datagram) {
    sendto(fd, datagram.bytes.get(), datagram.size, 0, reinterpret_cast<const sockaddr*>(&datagram.from),
           sizeof datagram.from);
  }

  const sockaddr_in address_;
  int everybody_;
  int regular_ = -1;
  sockaddr_in client_{};     // whom the regular socket is connected to
  bool is_settled_ = false;  // whether all that came before that has been answered
  sockaddr_in last_seen_{};  // who came last to everybody's socket, and how often in a row
  unsigned in_a_row_ = 0;
  Datagram first_;
  Datagram second_;
};
