// A ring for one producer thread and one consumer thread, without locks.
//
// It compiles, and every call says "no" for now. The places to fill in are marked TODO(you); `lab grade ring/spsc`
// tells you what to look at first. Everything between the includes and the end of the file is yours to change, as long
// as the public interface stays.
#pragma once

#include <atomic>
#include <cstddef>
#include <new>
#include <span>
#include <utility>

template <typename T, std::size_t Capacity>
class SpscRing {
  static_assert(Capacity >= 1 && (Capacity & (Capacity - 1)) == 0, "Capacity must be a power of two");

 public:
  // An empty ring.
  SpscRing() noexcept : SpscRing(0) {}

  // An empty ring whose indices both start at `first_index`: with it the checks reach the wrap of an integer at once.
  // TODO(you): let both of your indices start here.
  explicit SpscRing(std::size_t first_index) noexcept { static_cast<void>(first_index); }

  // TODO(you): destroy the elements that are still inside.
  ~SpscRing() = default;

  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  // --- called by the producer thread only ---

  // Puts one value in. False when all `Capacity` slots are taken: the value is then untouched.
  // TODO(you): 1. full? 2. construct the element in its slot 3. publish it to the consumer (with which memory order?)
  bool try_push(const T& value) {
    static_cast<void>(value);
    return false;
  }
  bool try_push(T&& value) {
    static_cast<void>(value);
    return false;
  }

  // Moves as many items in as there is room for, the first ones first, and returns how many that were.
  // TODO(you): the free slots may continue at the front of the array. Publish once, not once per item.
  std::size_t push_n(std::span<T> items) {
    static_cast<void>(items);
    return 0;
  }

  // --- called by the consumer thread only ---

  // Takes the oldest value out. False when there is none: `out` is then untouched.
  // TODO(you): 1. empty? 2. move the element out and destroy what is left in the slot 3. give the slot back
  bool try_pop(T& out) {
    static_cast<void>(out);
    return false;
  }

  // Takes out as many as there are and `out` has room for, the oldest first, and returns how many that were.
  // TODO(you): like push_n, from the other side.
  std::size_t pop_n(std::span<T> out) {
    static_cast<void>(out);
    return 0;
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  // Memory for the elements, and no elements yet: an element begins to live with `new (slot(i)) T(...)` when it is
  // pushed, and its life ends with `slot(i)->~T()` when it is popped.
  T* slot(std::size_t index) noexcept {
    return std::launder(reinterpret_cast<T*>(memory_ + (index & (Capacity - 1)) * sizeof(T)));
  }

  alignas(T) std::byte memory_[Capacity * sizeof(T)];

  // TODO(you): two indices that only ever grow. Who writes which? Which thread reads it, and how often must it?
  // On which cache line do they lie?
};
