// A thread of the simulated program.
#pragma once

#include "simulator/model/memory.hpp"
#include "simulator/process/fiber.hpp"

namespace lab::sim {

enum class State : std::uint8_t {
  kAbsent,   // no such thread
  kReady,    // or running
  kWaiting,  // until somebody has stored something
  kBlocked,  // until it is woken: at a lock, a condition, a futex, another thread's end
  kDone,
};

// A store on its way to memory (store_buffer.cc).
struct Buffered {
  std::uintptr_t address = 0;
  std::uint32_t size = 0;
  Order order = Order::kRelaxed;
  Value value = 0;
  std::uint64_t step = 0;
  Viewer viewer;  // as its thread was when it stored
};

struct Thread {
  Fiber fiber;
  State state = State::kAbsent;
  const char* name = nullptr;
  void (*body)(void*) = nullptr;
  void* argument = nullptr;
  std::uint64_t stores_seen = 0;  // when it began to wait
  std::uintptr_t blocked_on = 0;
  bool saw_old = false;  // something it has read since its last wait was not the newest
  std::uint32_t points_in_a_row = 0;
  std::uint32_t yields = 0;       // in a row, while nobody has stored anything
  std::uint64_t yielded_at = 0;   // stores, at the last one
  std::uint64_t clock = 0;        // of its core, while lines are counted
  std::uint32_t until_pause = 0;  // atomic operations
  Vector<std::uintptr_t> calls;   // return addresses of the functions that it is in
  struct AtExit {
    void (*run)(void*);
    void* object;
  };
  Vector<AtExit> at_exit;  // destructors of its thread_local variables
  Vector<Buffered> buffer;
  Knowledge result;  // what is known to whoever joins it
};

}  // namespace lab::sim
