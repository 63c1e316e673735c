#include "wire/sides.hpp"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <string>

#include "core/error.hpp"

namespace lab::wire {
namespace {

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
void leave_for_new_user_namespace(Inside inside) {
  const uid_t user = geteuid();
  const gid_t group = getegid();
  check_syscall("making a user namespace", unshare(CLONE_NEWUSER));
  write_file("/proc/self/setgroups", "deny");  // or the group map is refused (user_namespaces(7))
  // What is root inside is mapped further only with a capability (CAP_SETFCAP since Linux 5.12), and a sandbox that is
  // somebody else in a namespace of its own makes that below this one: so it is root only where it has to be.
  const auto map = [inside](unsigned id) {
    return std::to_string(inside == Inside::kRoot ? 0 : id) + " " + std::to_string(id) + " 1";
  };
  const bool mapped = write_file("/proc/self/uid_map", map(user)) && write_file("/proc/self/gid_map", map(group));
  if (!mapped) check_syscall("writing the user namespace's maps", -1);
}

// As root if that is allowed; root in a container often may not, and is then a user like any other.
Privilege leave_for_new_namespace(Inside inside) {
  if (geteuid() == 0 && unshare(CLONE_NEWNET) == 0) return Privilege::kRoot;
  leave_for_new_user_namespace(inside);
  check_syscall("making a network namespace", unshare(CLONE_NEWNET));
  return Privilege::kUser;
}

// Nothing must be on the wire that nobody sent: no router solicitations, no duplicate address detection.
void silence_ipv6() { write_file("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1"); }

}  // namespace

Sides::Sides(Inside inside) : inside_(inside), privilege_(leave_for_new_namespace(inside)) {
  generator_side_ = open_namespace();
  silence_ipv6();
  check_syscall("making a network namespace", unshare(CLONE_NEWNET));
  dut_side_ = open_namespace();
  silence_ipv6();
  check_syscall("setns", setns(generator_side_, CLONE_NEWNET));
}

Sides::~Sides() {
  close(dut_side_);
  close(generator_side_);
}

void Sides::become_one() {
  close(dut_side_);
  check_syscall("setns", setns(generator_side_, CLONE_NEWNET));
  dut_side_ = open_namespace();
}

void Sides::enter_dut_side() const { check_syscall("setns", setns(dut_side_, CLONE_NEWNET)); }

void Sides::on_dut_side(const std::function<void()>& work) const {
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
