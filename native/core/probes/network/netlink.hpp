// What the wire needs of rtnetlink(7): a veth pair across two network namespaces, addresses, links up.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lab::probes {

// A netlink socket of the network namespace that its maker is in.
class Netlink {
 public:
  Netlink();  // throws std::system_error
  ~Netlink();
  Netlink(const Netlink&) = delete;
  Netlink& operator=(const Netlink&) = delete;

  // A veth pair: `name` here, `peer` in the namespace that the file descriptor stands for (veth(4)).
  void add_veth(const std::string& name, const std::string& peer, int peer_namespace);
  // `address` in host byte order.
  void add_address(const std::string& name, std::uint32_t address, unsigned char prefix);
  void set_up(const std::string& name);

 private:
  void ask(const char* what, std::vector<char> message);

  int fd_;
};

}  // namespace lab::probes
