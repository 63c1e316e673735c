// A thread of the simulated program: a stack of its own, run by the one real thread until it hands on. What a real
// thread has besides its stack is exchanged at each switch: the program's thread_local variables, and the exceptions
// that are being handled.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lab::sim {

class Fiber {
 public:
  Fiber() = default;
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // Makes it ready to run `entry(argument)` from the beginning. The entry never returns: it hands on for the last time.
  void begin(void (*entry)(void*), void* argument);
  // Stops `from`, which is running, and goes on with this one.
  void resume(Fiber& from) noexcept;
  // True for an address on its stack.
  [[nodiscard]] bool owns(std::uintptr_t address) const noexcept {
    return address - reinterpret_cast<std::uintptr_t>(stack_) < kStack;
  }

 private:
  static constexpr std::size_t kStack = 256 * 1024;

  void* stack_pointer_ = nullptr;
  char* stack_ = nullptr;
  char* locals_ = nullptr;  // thread_local variables while it does not run; null: the real thread's own
  struct Handled {          // abi::__cxa_eh_globals (Itanium C++ ABI, 2.2.2)
    void* caught = nullptr;
    unsigned uncaught = 0;
  } handled_;
};

// True for an address among the program's own thread_local variables.
bool is_thread_local(std::uintptr_t address) noexcept;

}  // namespace lab::sim
