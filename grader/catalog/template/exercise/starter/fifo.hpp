// A queue of at most kCapacity numbers. It compiles, and every call says "no" for now: see TODO(you).
#pragma once

#include <cstddef>
#include <cstdint>

class Fifo {
 public:
  static constexpr std::size_t kCapacity = 256;

  // Puts a value in. False when kCapacity values are inside.
  // TODO(you)
  bool push(std::uint64_t value) {
    static_cast<void>(value);
    return false;
  }

  // Takes the oldest value out. False when there is none; `out` is then untouched.
  // TODO(you)
  bool pop(std::uint64_t& out) {
    static_cast<void>(out);
    return false;
  }
};
