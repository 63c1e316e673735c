// What all entry points begin with. The compiler has put calls to them into the simulated program; they are also called
// by what is not being simulated (static constructors, the check program around its scenarios): then they do the access
// and nothing else.
#pragma once

#include "simulator/run/machine.hpp"

namespace lab::sim {

// The machine works: until the end of the scope nothing is an access of the program.
class Entered {
 public:
  Entered() noexcept { program_is_running = false; }
  ~Entered() { program_is_running = true; }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;
};

}  // namespace lab::sim

// Where the program has called us from: the instruction of the access, less one byte to be inside of it.
#define LAB_SIM_PLACE (reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)) - 1)
#define LAB_SIM_ENTRY extern "C" __attribute__((used, visibility("default")))
