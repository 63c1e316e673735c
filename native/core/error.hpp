// How the core says that something of the *machine's* went wrong. What an arm does wrong is a value (ArmFault), not
// this.
#pragma once

#include <cerrno>
#include <string>
#include <system_error>

namespace lab {

// Throws std::system_error naming what was attempted when a system call returned -1; otherwise hands the result
// through.
template <typename Result>
Result check_syscall(const char* what, Result result) {
  if (result == static_cast<Result>(-1)) throw std::system_error(errno, std::generic_category(), what);
  return result;
}

// Thrown by work that was told to stop.
struct CancelledError {};

}  // namespace lab
