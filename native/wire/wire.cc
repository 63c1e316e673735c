#include "wire/wire.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstring>

#include "core/error.hpp"
#include "wire/netlink.hpp"

namespace lab::wire {
namespace {

constexpr std::uint8_t kPrefix = 30;                  // two addresses
constexpr int kLinkMs = 3000;                         // the kernel looks at its links at least once a second
constexpr std::uint32_t kVethGenerator = 0xc0000201;  // 192.0.2.1, 192.0.2.2: addresses for documentation (RFC 5737)
constexpr std::uint32_t kVethDut = 0xc0000202;
constexpr std::uint32_t kLoopbackGenerator = 0x7f000001;  // 127.0.0.1
constexpr std::uint32_t kLoopbackDut = 0x7f000002;
// Locally administered (second bit of the first byte, IEEE 802), so that no card has them.
const LinkEnd kGeneratorEnd = {"lab0", {0x02, 0x00, 0x6c, 0x61, 0x62, 0x01}};
const LinkEnd kDutEnd = {"lab1", {0x02, 0x00, 0x6c, 0x61, 0x62, 0x02}};

int open_namespace() {
  // The thread's, not the process's: they differ while a thread is away (on_dut_side).
  return check_syscall("/proc/thread-self/ns/net", open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
}

// Writes a small file of /proc. False where that is refused.
bool write_file(const char* path, const std::string& text) {
  const int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool wrote = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  close(fd);
  return wrote;
}

// A user namespace in which this process has all capabilities over what it makes, and over nothing else.
void leave_for_new_user_namespace() {
  const uid_t user = geteuid();
  const gid_t group = getegid();
  check_syscall("making a user namespace", unshare(CLONE_NEWUSER));
  write_file("/proc/self/setgroups", "deny");  // or the group map is refused (user_namespaces(7))
  // The same number inside as outside: what is root inside is mapped further only with a capability (CAP_SETFCAP since
  // Linux 5.12), and the sandbox makes another user namespace below this one.
  const auto itself = [](unsigned id) { return std::to_string(id) + " " + std::to_string(id) + " 1"; };
  const bool mapped = write_file("/proc/self/uid_map", itself(user)) && write_file("/proc/self/gid_map", itself(group));
  if (!mapped) check_syscall("writing the user namespace's maps", -1);
}

// As root if that is allowed; root in a container often may not, and is then a user like any other.
Privilege leave_for_new_namespace() {
  if (geteuid() == 0 && unshare(CLONE_NEWNET) == 0) return Privilege::kRoot;
  leave_for_new_user_namespace();
  check_syscall("making a network namespace", unshare(CLONE_NEWNET));
  return Privilege::kUser;
}

// Nothing must be on the wire that nobody sent: no router solicitations, no duplicate address detection.
void silence_ipv6() { write_file("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1"); }

// Generic receive offload merges packets on the way in; left to the kernel's default, versions differ. Off, so that a
// program that wants merged datagrams has to ask for them itself (UDP_GRO). Checksums and segmentation stay as veth has
// them: not computed, since nothing can be damaged on the way, and handed over whole.
void fix_offloads(const std::string& link) {
  const int fd = check_syscall("socket", socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ethtool_value off{ETHTOOL_SGRO, 0};
  ifreq request{};
  link.copy(request.ifr_name, sizeof request.ifr_name - 1);
  request.ifr_data = reinterpret_cast<char*>(&off);
  const int answer = ioctl(fd, SIOCETHTOOL, &request);
  close(fd);
  if (answer != 0 && errno != EOPNOTSUPP) check_syscall("ethtool", answer);
}

in_addr address_of(std::uint32_t host_order) noexcept { return in_addr{htonl(host_order)}; }

// A socket on the side where the calling thread is, bound to a port that the kernel chooses.
class Witness {
 public:
  explicit Witness(std::uint32_t address)
      : fd_(check_syscall("socket", socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0))) {
    here_.sin_family = AF_INET;
    here_.sin_addr = address_of(address);
    check_syscall("bind", bind(fd_, reinterpret_cast<sockaddr*>(&here_), sizeof here_));
    socklen_t size = sizeof here_;
    check_syscall("getsockname", getsockname(fd_, reinterpret_cast<sockaddr*>(&here_), &size));
  }
  ~Witness() { close(fd_); }
  Witness(const Witness&) = delete;
  Witness& operator=(const Witness&) = delete;

  void send_to(const Witness& other) const {
    const char byte = 0;
    sendto(fd_, &byte, sizeof byte, 0, reinterpret_cast<const sockaddr*>(&other.here_), sizeof other.here_);
  }
  [[nodiscard]] bool has_received() const {
    char byte = 0;
    return recv(fd_, &byte, sizeof byte, 0) >= 0;
  }

 private:
  int fd_;
  sockaddr_in here_{};
};

// A link that has been set up drops packets until the kernel has noticed, a little later, that both ends are
// (linkwatch): so packets are sent until one arrives.
void wait_until_it_carries(const Witness& from, const Witness& to) {
  constexpr int kLookUs = 100;
  for (int waited = 0; waited < kLinkMs * 1000; waited += kLookUs) {
    from.send_to(to);
    if (to.has_received()) return;
    usleep(kLookUs);
  }
  throw std::system_error(ETIMEDOUT, std::generic_category(), "waiting for the link to carry packets");
}

void configure(const LinkEnd& end, std::uint32_t address, const LinkEnd& peer, std::uint32_t peer_address) {
  Netlink netlink;
  fix_offloads(end.name);
  netlink.add_address(end.name, address_of(address), kPrefix);
  netlink.set_up(end.name);
  netlink.set_up("lo");
  netlink.add_neighbour(end.name, address_of(peer_address), peer.mac);
}

}  // namespace

const char* name_of(Device device) noexcept { return device == Device::kVeth ? "veth" : "loopback"; }

Wire::Wire(Device wanted) : device_(wanted), privilege_(leave_for_new_namespace()) {
  generator_side_ = open_namespace();
  if (wanted == Device::kVeth) {
    try {
      make_veth();
      return;
    } catch (const std::system_error& error) {
      fallback_reason_ = error.what();
      if (dut_side_ >= 0) close(dut_side_);
      check_syscall("setns", setns(generator_side_, CLONE_NEWNET));
      device_ = Device::kLoopback;
    }
  }
  make_loopback();
}

Wire::~Wire() {
  close(dut_side_);
  close(generator_side_);
}

void Wire::make_veth() {
  silence_ipv6();
  check_syscall("making a network namespace", unshare(CLONE_NEWNET));
  dut_side_ = open_namespace();
  silence_ipv6();
  check_syscall("setns", setns(generator_side_, CLONE_NEWNET));
  Netlink().make_pair(kGeneratorEnd, kDutEnd, dut_side_);
  on_dut_side([] { configure(kDutEnd, kVethDut, kGeneratorEnd, kVethGenerator); });
  // NOLINTNEXTLINE(readability-suspicious-call-argument): here the generator's end is ours, and the other the peer's
  configure(kGeneratorEnd, kVethGenerator, kDutEnd, kVethDut);
  const Witness here(kVethGenerator);
  on_dut_side([&here] {
    const Witness there(kVethDut);  // stays on its side, whoever uses it
    wait_until_it_carries(there, here);
    wait_until_it_carries(here, there);
  });
}

void Wire::make_loopback() {
  dut_side_ = open_namespace();
  Netlink().set_up("lo");
}

in_addr Wire::generator_address() const noexcept {
  return address_of(device_ == Device::kVeth ? kVethGenerator : kLoopbackGenerator);
}

in_addr Wire::dut_address() const noexcept { return address_of(device_ == Device::kVeth ? kVethDut : kLoopbackDut); }

void Wire::enter_dut_side() const { check_syscall("setns", setns(dut_side_, CLONE_NEWNET)); }

void Wire::on_dut_side(const std::function<void()>& work) const {
  enter_dut_side();
  try {
    work();
  } catch (...) {
    check_syscall("setns", setns(generator_side_, CLONE_NEWNET));
    throw;
  }
  check_syscall("setns", setns(generator_side_, CLONE_NEWNET));
}

}  // namespace lab::wire
