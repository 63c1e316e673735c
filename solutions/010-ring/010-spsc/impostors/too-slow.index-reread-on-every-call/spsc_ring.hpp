// Every call reads the other side's index, so that the line it lies on crosses the chip for nearly every item, in both
// directions. Correct, and how most people write it first: the textbook draws "full" and "empty" like that. How much it
// costs by the clock depends on where the host has put the CPUs (WHY.en.md has the ratios), so no honest line separates
// it there. Caught by the count of cache lines per item, which is the same everywhere.
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
  SpscRing() noexcept : SpscRing(0) {}
  explicit SpscRing(std::size_t first_index) noexcept : pushed_(first_index), popped_(first_index) {}

  ~SpscRing() {
    const std::size_t end = pushed_.load(std::memory_order_relaxed);  // both threads have finished
    for (std::size_t i = popped_.load(std::memory_order_relaxed); i != end; ++i) element(i).~T();
  }

  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) {
    const std::size_t at = popped_.load(std::memory_order_relaxed);  // own index
    if (filled(at) == 0) return false;
    T& oldest = element(at);
    out = std::move(oldest);
    oldest.~T();
    popped_.store(at + 1, std::memory_order_release);  // partner: the acquire in room()
    return true;
  }

  std::size_t push_n(std::span<T> items) {
    const std::size_t at = pushed_.load(std::memory_order_relaxed);  // own index
    const std::size_t space = room(at);
    const std::size_t count = items.size() < space ? items.size() : space;
    for (std::size_t i = 0; i < count; ++i) begin_life(at + i, std::move(items[i]));
    pushed_.store(at + count, std::memory_order_release);  // partner: the acquire in filled()
    return count;
  }

  std::size_t pop_n(std::span<T> out) {
    const std::size_t at = popped_.load(std::memory_order_relaxed);  // own index
    const std::size_t there = filled(at);
    const std::size_t count = out.size() < there ? out.size() : there;
    for (std::size_t i = 0; i < count; ++i) {
      T& oldest = element(at + i);
      out[i] = std::move(oldest);
      oldest.~T();
    }
    popped_.store(at + count, std::memory_order_release);  // partner: the acquire in room()
    return count;
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  static constexpr std::size_t kApart = 128;  // two cache lines: some prefetchers fetch lines in pairs

  // Memory for an element, without the element.
  union Slot {
    Slot() noexcept {}
    ~Slot() {}
    T value;
  };

  template <typename U>
  bool push(U&& value) {
    const std::size_t at = pushed_.load(std::memory_order_relaxed);  // own index
    if (room(at) == 0) return false;
    begin_life(at, std::forward<U>(value));
    pushed_.store(at + 1, std::memory_order_release);  // partner: the acquire in filled()
    return true;
  }

  // Free slots from `at` on.
  std::size_t room(std::size_t at) const noexcept { return popped_.load(std::memory_order_acquire) + Capacity - at; }

  // Elements from `at` on.
  std::size_t filled(std::size_t at) const noexcept { return pushed_.load(std::memory_order_acquire) - at; }

  T& element(std::size_t index) noexcept { return slots_[index & (Capacity - 1)].value; }

  template <typename U>
  void begin_life(std::size_t index, U&& value) {
    ::new (static_cast<void*>(&element(index))) T(std::forward<U>(value));
  }

  alignas(kApart) std::atomic<std::size_t> pushed_;  // index of the next push
  alignas(kApart) std::atomic<std::size_t> popped_;  // index of the next pop
  alignas(kApart) Slot slots_[Capacity];
};
