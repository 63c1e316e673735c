// Locks and conditions by the address of the program's object: what is in the object itself is never looked at.
#pragma once

#include "machine.hpp"

namespace lab::sim {

struct Lock {
  bool held = false;
  std::uint32_t holder = 0;
  Knowledge released;  // by whoever held it last
};

class Locks {
 public:
  // Locks live as long as a run.
  void reset() noexcept { locks_.clear(); }
  void acquire(std::uintptr_t address, std::uintptr_t place);
  bool try_acquire(std::uintptr_t address, std::uintptr_t place);
  void release(std::uintptr_t address, std::uintptr_t place);
  // Releases the lock, waits until it is woken, and takes the lock again.
  void wait(std::uintptr_t condition, std::uintptr_t lock, std::uintptr_t place);
  void notify(std::uintptr_t condition, bool all, std::uintptr_t place);

 private:
  Lock& at(std::uintptr_t address);
  void take(Lock& lock) noexcept;

  AddressMap<Lock> locks_;
};

Locks& locks() noexcept;

}  // namespace lab::sim
