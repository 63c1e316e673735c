#include "wire/cables.hpp"

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/error.hpp"

namespace lab::wire {
namespace {

constexpr int kLinkMs = 3000;  // the kernel looks at its links at least once a second
constexpr int kLookUs = 500;

bool is_running(const std::string& link) {
  const int fd = check_syscall("socket", socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  link.copy(request.ifr_name, sizeof request.ifr_name - 1);
  const int answer = ioctl(fd, SIOCGIFFLAGS, &request);
  close(fd);
  check_syscall("SIOCGIFFLAGS", answer);
  return (request.ifr_flags & IFF_RUNNING) != 0;
}

// A link drops frames until the kernel has noticed, a little after its ends are up, that they are (linkwatch). The flag
// is set a moment before the queue is: both are done under one lock, which the second request waits for.
void wait_until_running(const std::string& link) {
  for (int waited = 0; !is_running(link); waited += kLookUs) {
    if (waited >= kLinkMs * 1000) {
      throw std::system_error(ETIMEDOUT, std::generic_category(), "waiting for " + link + " to come up");
    }
    usleep(kLookUs);
  }
  Netlink().set_up(link);
}

void set_up(const std::string& link) {
  switch_receive_offload_off(link);
  Netlink().set_up(link);
}

}  // namespace

Cables::Cables(const std::vector<Cable>& cables) {
  for (const Cable& each : cables) {
    Netlink().make_pair(each.generator, each.dut, sides_.dut_side());
    sides_.on_dut_side([&each] { set_up(each.dut.name); });
    set_up(each.generator.name);
  }
  for (const Cable& each : cables) {
    wait_until_running(each.generator.name);
    sides_.on_dut_side([&each] { wait_until_running(each.dut.name); });
  }
}

}  // namespace lab::wire
