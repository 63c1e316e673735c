// As much of rtnetlink(7) as it takes to make a pair of virtual Ethernet devices and give them addresses. No library
// and no `ip` program: what the lab measures over must not depend on what is installed.
#pragma once

#include <linux/netlink.h>
#include <netinet/in.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace lab::wire {

using MacAddress = std::array<std::uint8_t, 6>;

// One end of a pair: what it is called, and who it is.
struct LinkEnd {
  std::string name;
  MacAddress mac;
};

// Requests to the network namespace that the calling thread was in when this was made.
class Netlink {
 public:
  Netlink();
  ~Netlink();
  Netlink(const Netlink&) = delete;
  Netlink& operator=(const Netlink&) = delete;

  // All of these throw std::system_error with the kernel's answer.

  // Makes a veth pair (veth(4)): `here` in this namespace, `there` in the one that `namespace_fd` names.
  void make_pair(const LinkEnd& here, const LinkEnd& there, int namespace_fd);
  void set_up(const std::string& link);
  void add_address(const std::string& link, in_addr address, std::uint8_t prefix);
  // A permanent neighbour: the address is never asked for on the wire, so that no packet waits for an answer.
  void add_neighbour(const std::string& link, in_addr address, const MacAddress& mac);

 private:
  class Request;
  void transact(Request& request, const char* what);
  int fd_;
};

// Generic receive offload merges packets on the way in; left to the kernel's default, versions differ. Off, so that a
// program that wants merged datagrams has to ask for them itself (UDP_GRO). Checksums and segmentation stay as veth has
// them: not computed, since nothing can be damaged on the way, and handed over whole. Throws std::system_error.
void switch_receive_offload_off(const std::string& link);

}  // namespace lab::wire
