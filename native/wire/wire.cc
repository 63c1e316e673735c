#include "wire/wire.hpp"

#include <arpa/inet.h>
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
  switch_receive_offload_off(end.name);
  netlink.add_address(end.name, address_of(address), kPrefix);
  netlink.set_up(end.name);
  netlink.set_up("lo");
  netlink.add_neighbour(end.name, address_of(peer_address), peer.mac);
}

}  // namespace

const char* name_of(Device device) noexcept { return device == Device::kVeth ? "veth" : "loopback"; }

Wire::Wire(Device wanted) : device_(wanted), sides_(Inside::kItself) {
  if (wanted == Device::kVeth) {
    try {
      make_veth();
      return;
    } catch (const std::system_error& error) {
      fallback_reason_ = error.what();
      device_ = Device::kLoopback;
    }
  }
  make_loopback();
}

void Wire::make_veth() {
  Netlink().make_pair(kGeneratorEnd, kDutEnd, sides_.dut_side());
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
  sides_.become_one();
  Netlink().set_up("lo");
}

in_addr Wire::generator_address() const noexcept {
  return address_of(device_ == Device::kVeth ? kVethGenerator : kLoopbackGenerator);
}

in_addr Wire::dut_address() const noexcept { return address_of(device_ == Device::kVeth ? kVethDut : kLoopbackDut); }

}  // namespace lab::wire
