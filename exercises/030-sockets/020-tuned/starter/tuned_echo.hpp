// A UDP echo server with what the socket layer offers before one spins.
//
// It compiles, and answers nobody for now. The places to fill in are marked TODO(you); `lab grade sockets/tuned` tells
// you what to look at first. Everything below the includes is yours to change, as long as the public interface stays.
#pragma once

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>

#include "lab/dut.hpp"

class TunedEcho {
 public:
  // TODO(you): 1. a UDP socket that does not block 2. others may bind to the same address (SO_REUSEPORT) 3. ask for
  // `queue_bytes` of receive queue, and find out what was granted 4. bind 5. an epoll that tells of it edge-triggered
  TunedEcho(const sockaddr_in& address, std::size_t queue_bytes) {
    static_cast<void>(address);
    static_cast<void>(queue_bytes);
  }

  TunedEcho(const TunedEcho&) = delete;
  TunedEcho& operator=(const TunedEcho&) = delete;

  // Waits for input, `timeout_ms` at most (-1: for ever), and answers everything that is there.
  // TODO(you): after an edge, nobody will tell you again of what you leave behind.
  void turn(int timeout_ms) { static_cast<void>(timeout_ms); }

  // Answers until `stop` asks for the end.
  // TODO(you): wait for stop.fd(), too.
  void run(const lab::Stop& stop) { static_cast<void>(stop); }

  // The socket itself: for whoever wants to know more of it.
  int socket() const { return -1; }

  // Bytes of receive queue that the kernel has really granted, as it counts them.
  std::size_t queue_granted() const { return 0; }

  // Answers that the kernel did not take. They are dropped: no client waits for another one's answer.
  std::uint64_t dropped() const { return 0; }
};
