// What is wrong: one thread spins on the socket and hands over to another one that spins until there is something to
// send; both are on one core, and each has to wait for the scheduler to take the core away from the other.
// Why people write it: receiving and sending are two things, and two threads are faster than one. On two cores.
// What catches it: the kernel counts how often the core is taken away from a thread: once or twice for every datagram.
#pragma once

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <memory>
#include <system_error>
#include <thread>

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
    std::thread sender([this, &stop] { send_all(stop); });
    pollfd waited[] = {{socket_, POLLIN, 0}, {stop.fd(), POLLIN, 0}};
    while (!stop.requested()) {
      for (int looks = 0; looks < 20'000 && !stop.requested(); ++looks) {
        // Partner: release in send_all(). What is handed over has to be gone before anybody may sleep.
        if (filled_.load(std::memory_order_acquire) || receive_one()) looks = 0;
      }
      awake_.store(false);
      poll(waited, 2, -1);
      awake_.store(true);
      awake_.notify_one();
    }
    awake_.store(true);
    awake_.notify_one();
    sender.join();
  }

 private:
  static constexpr std::size_t kLongest = 65507;

  bool receive_one() {
    length_ = sizeof from_;
    size_ = recvfrom(socket_, buffer_.get(), kLongest, MSG_DONTWAIT, reinterpret_cast<sockaddr*>(&from_), &length_);
    if (size_ < 0) return false;
    filled_.store(true, std::memory_order_release);  // partner: acquire in send_all()
    return true;
  }

  void send_all(const lab::Stop& stop) {
    while (!stop.requested()) {
      if (!filled_.load(std::memory_order_acquire)) {  // partner: release in receive_one()
        awake_.wait(false);
        continue;
      }
      sendto(socket_, buffer_.get(), static_cast<std::size_t>(size_), 0, reinterpret_cast<const sockaddr*>(&from_),
             length_);
      filled_.store(false, std::memory_order_release);  // partner: acquire in run()
    }
  }

  int socket_;
  std::unique_ptr<char[]> buffer_ = std::make_unique<char[]>(kLongest);
  sockaddr_in from_{};
  socklen_t length_ = 0;
  ssize_t size_ = 0;
  std::atomic<bool> filled_{false};
  std::atomic<bool> awake_{true};
};
