// What is wrong: `stop` is looked at only before it goes to sleep; as long as datagrams come, the end is not seen.
// It spins for 150 ms before it sleeps, so that there would have to be a long pause between two datagrams.
// Why people write it: the loop is hot, and a look costs something.
// What catches it: it is told to stop while datagrams keep coming.
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
    while (!stop.requested()) {
      spin();
      sleep_until_something_comes(stop);
    }
  }

 private:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::microseconds kPatience{150'000};
  static constexpr unsigned kLooksPerClock = 16;

  void spin() {
    Clock::time_point last = Clock::now();
    for (unsigned looks = 0;; ++looks) {
      if (answer_one()) {
        looks = 0;
        last = Clock::now();
        continue;
      }
      relax();
      if (looks % kLooksPerClock == kLooksPerClock - 1 && Clock::now() - last > kPatience) return;
    }
  }

  // The kernel takes the core back here, and a datagram that came in between ends it at once: poll() looks first.
  void sleep_until_something_comes(const lab::Stop& stop) const {
    pollfd waited[] = {{socket_, POLLIN, 0}, {stop.fd(), POLLIN, 0}};
    poll(waited, 2, -1);
  }

  // Tells the core that this is a waiting loop: the other hardware thread gets the execution units, and the way out of
  // the loop is not paid for with a flushed pipeline (Intel SDM, PAUSE; Arm ARM, ISB for the lack of a better one).
  static void relax() noexcept {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("isb" ::: "memory");
#endif
  }

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
