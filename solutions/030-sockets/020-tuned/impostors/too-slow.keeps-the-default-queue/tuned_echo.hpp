// Everything is as it should be but the queue, which stays as the kernel makes it: enough for some hundred small
// datagrams, and of a larger burst the rest is lost. Caught by what is lost in bursts, beside a reference that loses
// nothing.
#pragma once

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <system_error>

#include "lab/dut.hpp"

class TunedEcho {
 public:
  // Throws std::system_error where the kernel refuses a socket or the address.
  TunedEcho(const sockaddr_in& address, std::size_t queue_bytes)
      : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    must("socket", socket_.fd);
    must("epoll_create1", epoll_.fd);
    const int yes = 1;
    must("SO_REUSEPORT", setsockopt(socket_.fd, SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes));
    ask_for_queue(queue_bytes);
    must("bind", bind(socket_.fd, reinterpret_cast<const sockaddr*>(&address), sizeof address));
    watch(socket_.fd, EPOLLIN | EPOLLET);
  }
  ~TunedEcho() = default;

  TunedEcho(const TunedEcho&) = delete;
  TunedEcho& operator=(const TunedEcho&) = delete;

  // Waits for input, `timeout_ms` at most (-1: for ever), and answers everything that is there.
  void turn(int timeout_ms) {
    epoll_event events[2];
    const int ready = epoll_wait(epoll_.fd, events, 2, timeout_ms);
    for (int i = 0; i < ready; ++i) {
      if (events[i].data.fd == socket_.fd) answer_all();
    }
  }

  // Answers until `stop` asks for the end.
  void run(const lab::Stop& stop) {
    watch(stop.fd(), EPOLLIN);  // level-triggered: whenever it is looked at, the end is still asked for
    while (!stop.requested()) turn(-1);
  }

  [[nodiscard]] int socket() const { return socket_.fd; }
  [[nodiscard]] std::size_t queue_granted() const { return granted_; }
  [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
  // The longest datagram IPv4 can carry: 65535 less the headers of IP and UDP (RFC 791, RFC 768).
  static constexpr std::size_t kLongest = 65507;

  struct Descriptor {
    explicit Descriptor(int number) : fd(number) {}
    ~Descriptor() { close(fd); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int fd;
  };

  static void must(const char* what, int result) {
    if (result < 0) throw std::system_error(errno, std::generic_category(), what);
  }

  void ask_for_queue(std::size_t bytes) {
    // The option is an int, and the kernel doubles it: more than half of an int's range cannot be asked for.
    constexpr std::size_t kMost = 1U << 30;
    const int wanted = static_cast<int>(bytes < kMost ? bytes : kMost);
    // FORCE goes beyond net.core.rmem_max, for whoever has CAP_NET_ADMIN; the other one is cut to it.
    static_cast<void>(wanted);
    int granted = 0;
    socklen_t size = sizeof granted;
    must("SO_RCVBUF", getsockopt(socket_.fd, SOL_SOCKET, SO_RCVBUF, &granted, &size));
    granted_ = static_cast<std::size_t>(granted);
  }

  void watch(int fd, std::uint32_t what) {
    epoll_event event{};
    event.events = what;
    event.data.fd = fd;
    must("epoll_ctl", epoll_ctl(epoll_.fd, EPOLL_CTL_ADD, fd, &event));
  }

  // Until EAGAIN, and nothing else: an interrupted call has found nothing out, and a failed one is news of the past.
  void answer_all() {
    for (;;) {
      sockaddr_in from{};
      socklen_t length = sizeof from;  // in: room for an address; out: what it took
      const ssize_t size =
          recvfrom(socket_.fd, buffer_.get(), kLongest, 0, reinterpret_cast<sockaddr*>(&from), &length);
      if (size >= 0) {
        answer(static_cast<std::size_t>(size), from, length);
      } else if (errno == EAGAIN) {
        return;
      }
    }
  }

  void answer(std::size_t size, const sockaddr_in& to, socklen_t length) {
    while (sendto(socket_.fd, buffer_.get(), size, 0, reinterpret_cast<const sockaddr*>(&to), length) < 0) {
      if (errno == EINTR) continue;
      ++dropped_;
      return;
    }
  }

  Descriptor socket_;
  Descriptor epoll_;
  std::size_t granted_ = 0;
  std::uint64_t dropped_ = 0;
  std::unique_ptr<char[]> buffer_ = std::make_unique<char[]>(kLongest);
};
