// A ring for any number of producer and consumer threads, without locks.
//
// It compiles, and every call says "no" for now. The places to fill in are marked TODO(you); `lab grade ring/mpmc`
// tells you what to look at first. Everything between the includes and the end of the file is yours to change, as long
// as the public interface stays.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

template <typename T, std::size_t Capacity>
class MpmcRing {
  static_assert(Capacity >= 1 && (Capacity & (Capacity - 1)) == 0, "Capacity must be a power of two");

 public:
  // An empty ring.
  MpmcRing() noexcept : MpmcRing(0) {}

  // An empty ring whose indices both start at `first_index`: with it the checks reach the wrap of an integer at once.
  // TODO(you): let both indices start here, and tell every slot which push is the first that may have it.
  explicit MpmcRing(std::size_t first_index) noexcept { static_cast<void>(first_index); }

  // TODO(you): destroy the elements that are still inside.
  ~MpmcRing() = default;

  MpmcRing(const MpmcRing&) = delete;
  MpmcRing& operator=(const MpmcRing&) = delete;

  // --- called by any thread, also by several at once ---

  // Puts one value in. False when all `Capacity` slots are taken: the value is then untouched.
  // TODO(you): 1. is the next slot free? 2. claim it, so that nobody else gets it 3. construct the element 4. say that
  // it is there. Between 2 and 4 this thread may be stopped for a long time. What do the others see?
  bool try_push(const T& value) {
    static_cast<void>(value);
    return false;
  }
  bool try_push(T&& value) {
    static_cast<void>(value);
    return false;
  }

  // Takes the oldest value out. False when there is none: `out` is then untouched.
  // TODO(you): the same four steps, from the other side.
  bool try_pop(T& out) {
    static_cast<void>(out);
    return false;
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  // Memory for an element, and no element yet: it begins to live with `new (&slot.element) T(...)` when it is pushed,
  // and its life ends with `slot.element.~T()` when it is popped.
  struct Slot {
    Slot() noexcept {}
    ~Slot() {}
    union {
      T element;
    };
    // TODO(you): what does a slot have to say about itself?
  };

  Slot& slot(std::size_t index) noexcept { return slots_[index & (Capacity - 1)]; }

  // TODO(you): two indices, from which all threads take places. On which cache lines do they lie?
  Slot slots_[Capacity];
};
