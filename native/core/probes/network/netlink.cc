#include "core/probes/network/netlink.hpp"

#include <arpa/inet.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <system_error>

#include "core/error.hpp"

namespace lab::probes {
namespace {

// One request: header, body, attributes that may nest.
class Request {
 public:
  template <typename Body>
  Request(std::uint16_t type, int flags, const Body& body) : bytes_(NLMSG_LENGTH(0)) {
    append(&body, sizeof body);
    header().nlmsg_type = type;
    header().nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
  }

  void attribute(std::uint16_t type, const void* data, std::size_t size) {
    const rtattr head{static_cast<std::uint16_t>(RTA_LENGTH(size)), type};
    append(&head, sizeof head);
    append(data, size);
  }
  void attribute(std::uint16_t type, const std::string& text) { attribute(type, text.c_str(), text.size() + 1); }

  // Begins an attribute that holds what comes until end() is given what begin() handed back.
  std::size_t begin(std::uint16_t type) {
    const std::size_t at = bytes_.size();
    attribute(type, nullptr, 0);
    return at;
  }
  void end(std::size_t at) {
    const auto size = static_cast<std::uint16_t>(bytes_.size() - at);
    std::memcpy(bytes_.data() + at + offsetof(rtattr, rta_len), &size, sizeof size);
  }

  template <typename Body>
  void body(const Body& body) {
    append(&body, sizeof body);
  }

  std::vector<char> take() {
    header().nlmsg_len = static_cast<std::uint32_t>(bytes_.size());
    return std::move(bytes_);
  }

 private:
  nlmsghdr& header() noexcept { return *reinterpret_cast<nlmsghdr*>(bytes_.data()); }

  void append(const void* data, std::size_t size) {
    const auto* const from = static_cast<const char*>(data);
    if (size > 0) bytes_.insert(bytes_.end(), from, from + size);
    bytes_.resize(NLMSG_ALIGN(bytes_.size()));
  }

  std::vector<char> bytes_;
};

int index_of(const std::string& name) {
  const unsigned index = if_nametoindex(name.c_str());
  if (index == 0) throw std::system_error(errno, std::generic_category(), "if_nametoindex");
  return static_cast<int>(index);
}

}  // namespace

Netlink::Netlink()
    : fd_(check_syscall("socket AF_NETLINK", socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE))) {}

Netlink::~Netlink() { close(fd_); }

void Netlink::ask(const char* what, std::vector<char> message) {
  check_syscall(what, send(fd_, message.data(), message.size(), 0));
  alignas(nlmsghdr) std::array<char, 4096> answer{};
  const ssize_t size = check_syscall(what, recv(fd_, answer.data(), answer.size(), 0));
  const auto* const header = reinterpret_cast<const nlmsghdr*>(answer.data());
  if (!NLMSG_OK(header, static_cast<std::size_t>(size)) || header->nlmsg_type != NLMSG_ERROR) {
    throw std::system_error(EPROTO, std::generic_category(), what);
  }
  const int error = static_cast<const nlmsgerr*>(NLMSG_DATA(header))->error;  // 0: done (netlink(7))
  if (error != 0) throw std::system_error(-error, std::generic_category(), what);
}

void Netlink::add_veth(const std::string& name, const std::string& peer, int peer_namespace) {
  ifinfomsg link{};
  link.ifi_family = AF_UNSPEC;
  Request request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, link);
  request.attribute(IFLA_IFNAME, name);
  const std::size_t info = request.begin(IFLA_LINKINFO);
  request.attribute(IFLA_INFO_KIND, "veth");
  const std::size_t data = request.begin(IFLA_INFO_DATA);
  const std::size_t other = request.begin(VETH_INFO_PEER);
  request.body(link);
  request.attribute(IFLA_IFNAME, peer);
  request.attribute(IFLA_NET_NS_FD, &peer_namespace, sizeof peer_namespace);
  request.end(other);
  request.end(data);
  request.end(info);
  ask("add a veth pair", request.take());
}

void Netlink::add_address(const std::string& name, std::uint32_t address, unsigned char prefix) {
  ifaddrmsg message{};
  message.ifa_family = AF_INET;
  message.ifa_prefixlen = prefix;
  message.ifa_index = static_cast<unsigned>(index_of(name));
  Request request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, message);
  const std::uint32_t bytes = htonl(address);
  request.attribute(IFA_LOCAL, &bytes, sizeof bytes);
  request.attribute(IFA_ADDRESS, &bytes, sizeof bytes);
  ask("add an address", request.take());
}

void Netlink::set_up(const std::string& name) {
  ifinfomsg link{};
  link.ifi_family = AF_UNSPEC;
  link.ifi_index = index_of(name);
  link.ifi_flags = IFF_UP;
  link.ifi_change = IFF_UP;
  ask("set a link up", Request(RTM_NEWLINK, 0, link).take());
}

}  // namespace lab::probes
