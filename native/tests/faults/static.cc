// A program with its C library inside: what is interposed by name does not reach it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdio>

#include "lab/faults.hpp"

int main() {
  using namespace lab::faults;
  if (!follow()) return 77;
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return 1;
  socklen_t size = sizeof address;
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  connect(fd, reinterpret_cast<sockaddr*>(&address), size);
  char letter = 'x';
  iovec part{&letter, 1};
  mmsghdr messages[2] = {};
  for (mmsghdr& message : messages) {
    message.msg_hdr.msg_iov = &part;
    message.msg_hdr.msg_iovlen = 1;
  }
  constexpr Happening kScript[] = {{Fault::kShort, 1}};
  Schedule schedule;
  schedule.send.script = kScript;
  const Watch watch(schedule);
  const int sent = sendmmsg(fd, messages, 2, 0);
  std::printf("short %d counted %d\n", sent, static_cast<int>(counts().of(Call::kSendmmsg)));
  return 0;
}
