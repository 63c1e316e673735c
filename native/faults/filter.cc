#include "faults/filter.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>

#include "faults/kinds.hpp"

namespace lab::faults {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#endif

// The filter, written from top to bottom: each rule returns or falls through to the next. Of fixed size: this runs in
// a process whose allocator is being counted.
class Rules {
 public:
  void load(std::size_t offset) noexcept { add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<__u32>(offset))); }
  void end(std::uint32_t action) noexcept { add(BPF_STMT(BPF_RET | BPF_K, action)); }
  // Skips `equal` rules if the loaded word is `value`, else `other`.
  void skip(std::uint32_t value, std::size_t equal, std::size_t other) noexcept {
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, static_cast<__u8>(equal), static_cast<__u8>(other)));
  }
  // The same for a word that is less than `value`.
  void skip_below(std::uint32_t value, std::size_t less, std::size_t other) noexcept {
    add(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, value, static_cast<__u8>(other), static_cast<__u8>(less)));
  }

  bool install() noexcept {
    if (used_ > kMost) return false;
    sock_fprog program{static_cast<unsigned short>(used_), rules_};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
  }

 private:
  static constexpr std::size_t kMost = 256;
  void add(sock_filter rule) noexcept {
    if (used_ < kMost) rules_[used_] = rule;
    ++used_;
  }
  sock_filter rules_[kMost];
  std::size_t used_ = 0;
};

constexpr std::size_t kNumber = offsetof(seccomp_data, nr);
constexpr std::size_t kAddress = offsetof(seccomp_data, instruction_pointer);
constexpr std::size_t kFirstArgument = offsetof(seccomp_data, args);  // the lower half, on a little-endian machine

void trap(Rules& rules, long number) noexcept {
  rules.skip(static_cast<std::uint32_t>(number), 0, 1);
  rules.end(SECCOMP_RET_TRAP);
}

// The address is two words for the filter.
void pass_the_gate(Rules& rules, std::uint64_t gate_return) noexcept {
  rules.load(kAddress);
  rules.skip(static_cast<std::uint32_t>(gate_return), 0, 3);
  rules.load(kAddress + sizeof(std::uint32_t));
  rules.skip(static_cast<std::uint32_t>(gate_return >> 32), 0, 1);
  rules.end(SECCOMP_RET_ALLOW);
}

// Whoever puts a handler of their own in our handler's place would no longer be followed.
void trap_handlers_for_sigsys(Rules& rules) noexcept {
  rules.skip(SYS_rt_sigaction, 0, 4);
  rules.load(kFirstArgument);
  rules.skip(SIGSYS, 0, 1);
  rules.end(SECCOMP_RET_TRAP);
  rules.end(SECCOMP_RET_ALLOW);
}

// Of reads and writes only those of our descriptors: threads of the sanitizers read files with all signals blocked, and
// SIGSYS would then end the process.
void trap_on_sockets(Rules& rules, long number) noexcept {
  rules.skip(static_cast<std::uint32_t>(number), 0, 5);
  rules.load(kFirstArgument);
  rules.skip_below(kFirstFollowed, 2, 0);
  rules.skip_below(kLastFollowed + 1, 0, 1);
  rules.end(SECCOMP_RET_TRAP);
  rules.end(SECCOMP_RET_ALLOW);
}

}  // namespace

bool install_filter(std::uint64_t gate_return) noexcept {
  Rules rules;
  // Another ABI's calls have other numbers: the handler refuses them all.
  rules.load(offsetof(seccomp_data, arch));
  rules.skip(kArchitecture, 1, 0);
  rules.end(SECCOMP_RET_TRAP);
  pass_the_gate(rules, gate_return);
  rules.load(kNumber);
#if defined(__x86_64__)
  rules.skip_below(__X32_SYSCALL_BIT, 1, 0);
  rules.end(SECCOMP_RET_TRAP);
#endif
  for (const Kind& kind : kKinds) trap(rules, kind.number);
  for (const long number : kRefusedCalls) trap(rules, number);
  trap_handlers_for_sigsys(rules);
  for (const Kind& kind : kFileKinds) trap_on_sockets(rules, kind.number);
  rules.end(SECCOMP_RET_ALLOW);
  return rules.install();
}

}  // namespace lab::faults
