// Spins while datagrams keep coming, and sleeps when they have stopped.
//
// A server that sleeps in the kernel is woken for each datagram: the sender's core has to tell ours, ours has to come
// out of its idle state, and the scheduler has to put the thread back. That takes longer than everything else about a
// short answer. Whoever looks again and again is not asleep when the datagram comes.
//
//  1. MSG_DONTWAIT on the call, not O_NONBLOCK on the socket: receiving never sleeps, while an answer may wait for
//  room.
//  2. `stop` is looked at on every way round, busy or not: a load of a line that nobody writes to.
//  3. PAUSE between two looks that found nothing, and only then. After an answer the next look comes at once.
//  4. Nothing for kPatience: sleep in poll(), which hears of datagrams and of the end. How long to spin is the
//  ski-rental
//     problem: spinning as long as a wake-up costs never pays more than twice what was necessary (Karlin et al.,
//     "Competitive randomized algorithms for non-uniform problems", SODA 1990). A wake-up costs some 10 to 50 us; twice
//     that leaves room for a client that needs its time between two questions.
//  5. The clock is read every 16th look: it costs as much as a dozen PAUSEs.
//
// Rejected: spinning for ever (a core for nothing), and SO_BUSY_POLL, which lets the kernel look at the network card's
// queue on our behalf: on lo and on veth there is no queue to look at, and it does nothing there.
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
  // Opens a socket and binds it. Throws std::system_error where the kernel refuses.
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
      if (spin(stop)) return;
      sleep_until_something_comes(stop);
    }
  }

 private:
  using Clock = std::chrono::steady_clock;

  static constexpr std::chrono::microseconds kPatience{100};
  static constexpr unsigned kLooksPerClock = 16;

  // Answers what comes until nothing has come for kPatience. True when the end was asked for meanwhile.
  bool spin(const lab::Stop& stop) {
    Clock::time_point last = Clock::now();
    for (unsigned looks = 0; !stop.requested(); ++looks) {
      if (answer_one()) {
        looks = 0;
        last = Clock::now();
        continue;
      }
      relax();
      if (looks % kLooksPerClock == kLooksPerClock - 1 && Clock::now() - last > kPatience) return false;
    }
    return true;
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
