// A trapped call as the SIGSYS handler finds it: its arguments, the place of its result, and where it came from.
#pragma once

#include <signal.h>
#include <ucontext.h>

#include <cstdint>

extern "C" char __executable_start;  // NOLINT(bugprone-reserved-identifier): the linker's names
extern "C" char etext;

namespace lab::faults {

struct Arguments {
  std::int64_t at[6];
};

// What the machine keeps of a trapped call: its arguments, and the place of its result.
class Registers {
 public:
  explicit Registers(void* context) noexcept : machine_(static_cast<ucontext_t*>(context)->uc_mcontext) {}

#if defined(__x86_64__)
  [[nodiscard]] Arguments arguments() const noexcept {
    const auto& all = machine_.gregs;
    return {{all[REG_RDI], all[REG_RSI], all[REG_RDX], all[REG_R10], all[REG_R8], all[REG_R9]}};
  }
  void set_result(std::int64_t result) noexcept { machine_.gregs[REG_RAX] = result; }
#elif defined(__aarch64__)
  [[nodiscard]] Arguments arguments() const noexcept {
    Arguments arguments{};
    for (int i = 0; i < 6; ++i) arguments.at[i] = static_cast<std::int64_t>(machine_.regs[i]);
    return arguments;
  }
  void set_result(std::int64_t result) noexcept { machine_.regs[0] = static_cast<std::uint64_t>(result); }
#endif

 private:
  mcontext_t& machine_;
};

// Whether the call was made by the program itself, and not by a shared library.
inline bool is_in_program(const void* address) noexcept {
  return address >= static_cast<const void*>(&__executable_start) && address < static_cast<const void*>(&etext);
}

// Whether its number means what it says: another ABI has other numbers.
inline bool is_known(const siginfo_t& info) noexcept {
#if defined(__x86_64__)
  constexpr int kX32 = 0x40000000;
  if ((info.si_syscall & kX32) != 0) return false;
  return info.si_arch == 0xc000003e;  // AUDIT_ARCH_X86_64
#else
  return info.si_arch == 0xc00000b7;  // AUDIT_ARCH_AARCH64
#endif
}

}  // namespace lab::faults
