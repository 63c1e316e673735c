// A server that spins instead of sleeping. It compiles, and does neither.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
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

  // Answers every datagram with its own bytes until `stop` asks for the end. While datagrams keep coming it does not
  // sleep; when none has come for a while it does, and gives the core back.
  void run(const lab::Stop& stop) {
    while (!stop.requested()) {
      // TODO(you): look whether a datagram is there, without sleeping (MSG_DONTWAIT), and answer it.
      // TODO(you): when there is none, tell the core that you are waiting (lab/arm.hpp does it with relax_cpu()).
      // TODO(you): when there has been none for a while, sleep until one comes, or until the end is asked for.
      usleep(1000);
    }
  }

 private:
  int socket_;
};
