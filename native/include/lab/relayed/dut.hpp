// The program around a relay, as a device under test: makes the sockets, calls turn() for as long as it wants to be
// called, and sleeps in poll(2) while it waits.
#pragma once

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <system_error>

#include "lab/dut.hpp"
#include "lab/relay.hpp"

namespace lab {

namespace relay_dut_detail {

inline void must(const char* what, int result) {
  if (result < 0) throw std::system_error(errno, std::generic_category(), what);
}

inline int make_socket() {
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  must("socket", fd);
  return fd;
}

// As much queue as the kernel grants without privileges, both ways: what is measured is the relay, not its buffers.
inline void ask_for_queues(int fd) {
  constexpr int kBytes = 4 << 20;  // net.core.rmem_max clamps it
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kBytes, sizeof kBytes);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &kBytes, sizeof kBytes);
}

inline void wait_for(int fd, short events, const Stop& stop) {
  pollfd waited[2] = {{fd, events, 0}, {stop.fd(), POLLIN, 0}};
  poll(waited, 2, -1);
}

}  // namespace relay_dut_detail

// Receives where it is told to listen and forwards to where it is told to, until the end is asked for.
template <typename Relay>
void run_relay(const Endpoints& endpoints, const Stop& stop) {
  namespace detail = relay_dut_detail;
  const int in = detail::make_socket();
  const int out = detail::make_socket();
  for (const int fd : {in, out}) detail::ask_for_queues(fd);
  const auto bind_to = endpoints.listen;
  const auto send_to = endpoints.forward;
  detail::must("bind", bind(in, reinterpret_cast<const sockaddr*>(&bind_to), sizeof bind_to));
  detail::must("connect", connect(out, reinterpret_cast<const sockaddr*>(&send_to), sizeof send_to));
  {
    Relay relay(in, out);
    dut_is_ready();
    while (!stop.requested()) {
      switch (relay.turn()) {
        case relay::Next::kTurnAgain:
          break;
        case relay::Next::kWaitForInput:
          detail::wait_for(in, POLLIN, stop);
          break;
        case relay::Next::kWaitForOutput:
          detail::wait_for(out, POLLOUT, stop);
          break;
      }
    }
  }
  close(in);
  close(out);
}

}  // namespace lab
