// How a device under test is started: a child that moves to the far side of the wire, gives away what it need not have,
// and becomes the sandbox.
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

#include "core/error.hpp"
#include "harness/dut_protocol.hpp"
#include "wire/dut.hpp"

namespace lab::wire {
namespace {

// In a user namespace of ours a program that is root could change the wire. The sandbox makes a namespace of its own
// and needs none of this, but for the right to hand root's number on (user_namespaces(7)).
void drop_capabilities() {
  for (int capability = 0; capability <= CAP_LAST_CAP; ++capability) {
    if (capability != CAP_SETFCAP) prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  }
}

bool makes_a_namespace_of_its_own(const Sides& sides) {
  return sides.privilege() == Privilege::kUser && sides.inside() == Inside::kItself;
}

void stay_on(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  check_syscall("sched_setaffinity", sched_setaffinity(0, sizeof set, &set));
}

std::vector<char*> pointers_to(const std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  pointers.reserve(strings.size() + 1);
  for (const std::string& string : strings) pointers.push_back(const_cast<char*>(string.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// This process's own environment, and what the plan adds to it.
std::vector<char*> environment_of(const DutPlan& plan) {
  std::vector<char*> variables = pointers_to(plan.environment);
  variables.pop_back();
  for (char** each = environ; *each != nullptr; ++each) variables.push_back(*each);
  variables.push_back(nullptr);
  return variables;
}

// Everything that a child needs, made before there is one: it may not allocate.
struct Start {
  std::vector<char*> arguments;
  std::vector<char*> environment;
  int cpu;
  int channel;
  int errors;
  pid_t driver;
};

[[noreturn]] void become(const Sides* sides, const Start& start) {
  try {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // until the guard says otherwise
    if (getppid() != start.driver) _exit(127);
    if (sides != nullptr) sides->enter_dut_side();
    if (sides != nullptr && makes_a_namespace_of_its_own(*sides)) drop_capabilities();
    if (start.cpu >= 0) stay_on(start.cpu);
    const int nothing = check_syscall("/dev/null", open("/dev/null", O_RDWR | O_CLOEXEC));
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    dup2(start.errors, STDERR_FILENO);
    dup2(start.channel, kDutChannelFd);
    execve(start.arguments[0], start.arguments.data(), start.environment.data());
    dprintf(STDERR_FILENO, "%s: %s\n", start.arguments[0], strerror(errno));
  } catch (const std::system_error& error) {
    dprintf(start.errors, "%s\n", error.what());
  }
  _exit(127);
}

}  // namespace

void Dut::start(const Wire* wire, const Sides* sides, const DutPlan& plan, int channel, int errors) {
  Brief brief{kBriefMagic, kDutVersion, 0, 0, 0, 0};
  if (wire != nullptr) {
    brief = {kBriefMagic,     kDutVersion,     wire->dut_address().s_addr, wire->generator_address().s_addr,
             htons(kDutPort), htons(kSinkPort)};
  }
  check_syscall("send", send(channel_, &brief, sizeof brief, MSG_NOSIGNAL));
  const Start start{pointers_to(plan.argv), environment_of(plan), plan.cpu, channel, errors, getpid()};
  // Not fork(): that runs what pthread_atfork() has been told, and a check program takes a fork for the learner's.
  guard_ = check_syscall("_Fork", _Fork());
  if (guard_ == 0) become(sides, start);
}

}  // namespace lab::wire
