// std::atomic's wait() and notify(), which libstdc++ makes of futex(2), called through syscall(2); and the other things
// that are called through it, which go to the kernel.
//
// libstdc++ keeps its waiters' numbers in a table of its own, with orders that are right on real machines for reasons
// that the C++ model does not know (a sleeper is in the kernel, which is one memory). So the table is not weak here,
// and whoever has touched it sees everything that was stored until then.
#include <errno.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <sys/syscall.h>

#include "entry.hpp"

namespace lab::sim {
namespace {

constexpr int kCommand = FUTEX_WAIT_BITSET | FUTEX_WAKE_BITSET | FUTEX_WAIT | FUTEX_WAKE;

long futex(std::uintptr_t address, int operation, unsigned value, const void* timeout) {
  const Entered entered;
  Simulation& machine = simulation();
  switch (operation & kCommand) {
    case FUTEX_WAIT:
    case FUTEX_WAIT_BITSET: {
      if (timeout != nullptr) machine.refuse("waiting with a time limit: time is not simulated");
      machine.point({Pending::Kind::kWrite, 4, address});
      unsigned now = 0;
      __builtin_memcpy(&now, reinterpret_cast<const void*>(address), sizeof now);
      machine.see_everything();
      if (now != value) {
        errno = EAGAIN;
        return -1;
      }
      machine.block(address);
      return 0;
    }
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
      machine.point({Pending::Kind::kWrite, 4, address});
      return machine.wake(address, value > 1);
    default:
      machine.refuse("this futex operation");
  }
}

long to_the_kernel(long number, long a, long b, long c, long d, long e, long f) noexcept {
#if defined(__x86_64__)
  long result = number;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "+a"(result)
                   : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
#elif defined(__aarch64__)
  register long x8 __asm__("x8") = number;
  register long result __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0" : "+r"(result) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
#endif
  if (result < 0 && result > -4096) {
    errno = static_cast<int>(-result);
    return -1;
  }
  return result;
}

}  // namespace
}  // namespace lab::sim

LAB_SIM_ENTRY long syscall(long number, ...) noexcept(false) {
  va_list rest;
  va_start(rest, number);
  long arguments[6];
  for (long& argument : arguments) argument = va_arg(rest, long);
  va_end(rest);
  const auto& [a, b, c, d, e, f] = arguments;
  if (number == SYS_futex && lab::sim::program_is_running) {
    return lab::sim::futex(static_cast<std::uintptr_t>(a), static_cast<int>(b), static_cast<unsigned>(c),
                           reinterpret_cast<const void*>(d));
  }
  return lab::sim::to_the_kernel(number, a, b, c, d, e, f);
}
