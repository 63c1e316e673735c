// echo: a device under test that answers, and with an argument in LAB_DUT one that does not do it right.
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "lab/dut.hpp"

namespace {

bool is(const char* fault) {
  const char* const given = getenv("LAB_DUT");
  return given != nullptr && strcmp(given, fault) == 0;
}

struct Received {
  char bytes[65536];
  ssize_t size;
  sockaddr_in from;
};

bool receive(int fd, int flags, Received& message) {
  socklen_t length = sizeof message.from;
  message.size =
      recvfrom(fd, message.bytes, sizeof message.bytes, flags, reinterpret_cast<sockaddr*>(&message.from), &length);
  return message.size >= 0;
}

void answer(int fd, Received& message, unsigned long count) {
  if (is("silent") || (is("silent-later") && count > 20)) return;
  if (is("crash") && count > 10) abort();
  if (is("exit") && count > 10) _exit(0);
  if (is("damages") && count == 50) message.bytes[message.size - 1] ^= 1;
  if (is("cuts") && count == 50) --message.size;
  const int times = is("twice") && count == 50 ? 2 : 1;
  for (int i = 0; i < times; ++i) {
    sendto(fd, message.bytes, static_cast<size_t>(message.size), 0, reinterpret_cast<sockaddr*>(&message.from),
           sizeof message.from);
  }
}

}  // namespace

void lab::run_dut(const Endpoints& endpoints, const Stop& stop) {
  if (is("throws")) throw std::runtime_error("no room");
  if (is("hangs")) pause();
  if (is("returns-early")) return;
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&endpoints.listen), sizeof endpoints.listen) != 0) abort();
  dut_is_ready();
  static Received message;
  const bool spins = is("spins");
  for (unsigned long count = 1; !stop.requested() || is("ignores-stop");) {
    pollfd waited[] = {{fd, POLLIN, 0}, {stop.fd(), POLLIN, 0}};
    if (!spins) poll(waited, 2, is("ignores-stop") ? 1000 : -1);
    if (receive(fd, MSG_DONTWAIT, message)) answer(fd, message, count++);
    if (is("leaves") && count > 10) return;
  }
  close(fd);
}
