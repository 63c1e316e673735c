#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/error.hpp"
#include "core/probes/network/netlink.hpp"
#include "core/probes/network/wire.hpp"

namespace lab::probes {
namespace {

// 198.18.0.0/15 is for benchmarks (RFC 2544, section C.2.2); nobody else is in these namespaces anyway.
constexpr std::uint32_t kClient = 0xc6120001;
constexpr std::uint32_t kServer = 0xc6120002;
constexpr unsigned char kPrefix = 30;
constexpr const char* kClientEnd = "probe0";
constexpr const char* kServerEnd = "probe1";

class NamespaceFd {
 public:
  NamespaceFd() : fd_(check_syscall("open ns/net", open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC))) {}
  ~NamespaceFd() { close(fd_); }
  NamespaceFd(const NamespaceFd&) = delete;
  NamespaceFd& operator=(const NamespaceFd&) = delete;

  [[nodiscard]] int fd() const noexcept { return fd_; }
  void enter() const { check_syscall("setns", setns(fd_, CLONE_NEWNET)); }

 private:
  int fd_;
};

void leave_namespace() {
  if (unshare(CLONE_NEWNET) == 0) return;
  // Whoever makes a user namespace may make the others inside it (user_namespaces(7)).
  check_syscall("unshare", unshare(CLONE_NEWUSER | CLONE_NEWNET));
}

void address_here(const char* name, std::uint32_t address) {
  Netlink here;
  here.add_address(name, address, kPrefix);
  here.set_up(name);
}

Wire lay() {
  leave_namespace();
  const NamespaceFd server_side;
  check_syscall("unshare", unshare(CLONE_NEWNET));
  Netlink().add_veth(kClientEnd, kServerEnd, server_side.fd());
  address_here(kClientEnd, kClient);
  UdpSocket client(kClient);
  server_side.enter();
  address_here(kServerEnd, kServer);
  return {std::move(client), UdpSocket(kServer)};
}

}  // namespace

Wire lay_wire() {
  try {
    return lay();
  } catch (const std::system_error& error) {
    throw Refused({"no-namespaces", error.what()});
  }
}

}  // namespace lab::probes
