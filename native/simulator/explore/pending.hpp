// What a thread is about to do: known at each point where another one could be run instead.
#pragma once

#include <cstdint>

namespace lab::sim {

struct Pending {
  enum class Kind : std::uint8_t {
    kLocal,    // touches nothing that others see: beginning, fences
    kRead,     // of an atomic object
    kWrite,    // of an atomic object, a lock, or a place where threads wait
    kAnybody,  // waits for whatever others do
  };
  Kind kind = Kind::kLocal;
  std::uint32_t size = 0;
  std::uintptr_t address = 0;

  // Whether it makes no difference which of the two comes first: then one order is as good as the other. This holds for
  // the weak memory, too, where what matters is what is read from where, and not when.
  [[nodiscard]] bool commutes_with(const Pending& other) const noexcept {
    if (kind == Kind::kAnybody || other.kind == Kind::kAnybody) return false;
    if (kind == Kind::kLocal || other.kind == Kind::kLocal) return true;
    if (kind == Kind::kRead && other.kind == Kind::kRead) return true;
    return address + size <= other.address || other.address + other.size <= address;
  }
};

}  // namespace lab::sim
