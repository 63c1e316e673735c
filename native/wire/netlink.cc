#include "wire/netlink.hpp"

#include <linux/ethtool.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <linux/sockios.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

#include "core/error.hpp"

namespace lab::wire {

// A message that is written from front to back; attributes are padded to four bytes (netlink(7)).
class Netlink::Request {
 public:
  Request(std::uint16_t type, std::uint16_t flags) {
    nlmsghdr head{};
    head.nlmsg_type = type;
    head.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
    append(&head, sizeof head);
  }

  template <typename Body>
  void body(const Body& value) {
    append(&value, sizeof value);
  }
  void attribute(std::uint16_t type, const void* data, std::size_t size) {
    const rtattr head{static_cast<std::uint16_t>(RTA_LENGTH(size)), type};
    append(&head, sizeof head);
    append(data, size);
  }
  void attribute(std::uint16_t type, std::string_view text) { attribute(type, text.data(), text.size()); }
  template <typename Value>
  void attribute_of(std::uint16_t type, const Value& value) {
    attribute(type, &value, sizeof value);
  }
  // Attributes inside an attribute: begin() says where it starts, end() fills in how long it became.
  std::size_t begin(std::uint16_t type) {
    const std::size_t start = used_;
    attribute(type, nullptr, 0);
    return start;
  }
  void end(std::size_t start) {
    const auto length = static_cast<std::uint16_t>(used_ - start);
    std::memcpy(bytes_ + start, &length, sizeof length);
  }

  [[nodiscard]] const void* finish() {
    const auto length = static_cast<std::uint32_t>(used_);
    std::memcpy(bytes_, &length, sizeof length);
    return bytes_;
  }
  [[nodiscard]] std::size_t size() const { return used_; }

 private:
  static constexpr std::size_t kRoom = 1024;  // the longest of ours, a pair of links, takes some 200

  void append(const void* data, std::size_t size) {
    const std::size_t padded = NLMSG_ALIGN(size);
    if (used_ + padded > kRoom) throw std::system_error(EMSGSIZE, std::generic_category(), "netlink request");
    if (size != 0) std::memcpy(bytes_ + used_, data, size);
    used_ += padded;
  }

  alignas(nlmsghdr) std::byte bytes_[kRoom] = {};
  std::size_t used_ = 0;
};

namespace {

int index_of(const std::string& link) {
  const unsigned index = if_nametoindex(link.c_str());
  return check_syscall(link.c_str(), index == 0 ? -1 : static_cast<int>(index));
}

}  // namespace

Netlink::Netlink() : fd_(check_syscall("socket netlink", socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE))) {}

Netlink::~Netlink() { close(fd_); }

// Sends a request and waits for its acknowledgement, which the kernel gives at once.
void Netlink::transact(Request& request, const char* what) {
  const void* const bytes = request.finish();
  check_syscall(what, send(fd_, bytes, request.size(), 0));
  alignas(nlmsghdr) std::byte answer[4096];
  const ssize_t got = check_syscall(what, recv(fd_, answer, sizeof answer, 0));
  nlmsgerr error{};
  if (static_cast<std::size_t>(got) < NLMSG_HDRLEN + sizeof error) errno = EPROTO;
  if (static_cast<std::size_t>(got) < NLMSG_HDRLEN + sizeof error) check_syscall(what, -1);
  std::memcpy(&error, answer + NLMSG_HDRLEN, sizeof error);
  if (error.error == 0) return;
  errno = -error.error;
  check_syscall(what, -1);
}

void Netlink::make_pair(const LinkEnd& here, const LinkEnd& there, int namespace_fd) {
  Request request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
  request.body(ifinfomsg{});
  request.attribute(IFLA_IFNAME, here.name);
  request.attribute(IFLA_ADDRESS, here.mac.data(), here.mac.size());
  const std::size_t info = request.begin(IFLA_LINKINFO);
  request.attribute(IFLA_INFO_KIND, "veth");
  const std::size_t data = request.begin(IFLA_INFO_DATA);
  const std::size_t peer = request.begin(VETH_INFO_PEER);
  request.body(ifinfomsg{});
  request.attribute(IFLA_IFNAME, there.name);
  request.attribute(IFLA_ADDRESS, there.mac.data(), there.mac.size());
  request.attribute_of(IFLA_NET_NS_FD, namespace_fd);
  request.end(peer);
  request.end(data);
  request.end(info);
  transact(request, "making a veth pair");
}

void Netlink::set_up(const std::string& link) {
  Request request(RTM_NEWLINK, 0);
  ifinfomsg body{};
  body.ifi_index = index_of(link);
  body.ifi_flags = IFF_UP;
  body.ifi_change = IFF_UP;
  request.body(body);
  transact(request, "setting a link up");
}

void Netlink::add_address(const std::string& link, in_addr address, std::uint8_t prefix) {
  Request request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
  ifaddrmsg body{};
  body.ifa_family = AF_INET;
  body.ifa_prefixlen = prefix;
  body.ifa_index = static_cast<unsigned>(index_of(link));
  request.body(body);
  request.attribute_of(IFA_LOCAL, address);
  request.attribute_of(IFA_ADDRESS, address);
  transact(request, "adding an address");
}

void Netlink::add_neighbour(const std::string& link, in_addr address, const MacAddress& mac) {
  Request request(RTM_NEWNEIGH, NLM_F_CREATE | NLM_F_REPLACE);
  ndmsg body{};
  body.ndm_family = AF_INET;
  body.ndm_ifindex = index_of(link);
  body.ndm_state = NUD_PERMANENT;
  request.body(body);
  request.attribute_of(NDA_DST, address);
  request.attribute(NDA_LLADDR, mac.data(), mac.size());
  transact(request, "adding a neighbour");
}

void switch_receive_offload_off(const std::string& link) {
  const int fd = check_syscall("socket", socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ethtool_value off{ETHTOOL_SGRO, 0};
  ifreq request{};
  link.copy(request.ifr_name, sizeof request.ifr_name - 1);
  request.ifr_data = reinterpret_cast<char*>(&off);
  const int answer = ioctl(fd, SIOCETHTOOL, &request);
  close(fd);
  if (answer != 0 && errno != EOPNOTSUPP) check_syscall("ethtool", answer);
}

}  // namespace lab::wire
