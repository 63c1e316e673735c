// Both sides keep a common count of elements, each with a load and a store instead of one read-modify-write: when they
// meet, one of the two updates is lost, and with it an element (or the ring believes in one that is not there). Every
// access is atomic, so nothing looks like a race; with one thread nothing is wrong. People write it because `count_ =
// count_ + 1` looks atomic when count_ is. Caught by the simulated machine (step orders-single), and by sequence
// numbers from two threads (steps order-under-load and never-torn).
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
    const std::size_t end = popped_.load(std::memory_order_relaxed) + filled();  // both threads have finished
    for (std::size_t i = popped_.load(std::memory_order_relaxed); i != end; ++i) element(i).~T();
  }

  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) {
    const std::size_t at = popped_.load(std::memory_order_relaxed);  // own index
    if (filled() == 0) return false;
    T& oldest = element(at);
    out = std::move(oldest);
    oldest.~T();
    popped_.store(at + 1, std::memory_order_relaxed);
    add(std::size_t{0} - 1);
    return true;
  }

  std::size_t push_n(std::span<T> items) {
    const std::size_t at = pushed_.load(std::memory_order_relaxed);  // own index
    const std::size_t space = room();
    const std::size_t count = items.size() < space ? items.size() : space;
    for (std::size_t i = 0; i < count; ++i) begin_life(at + i, std::move(items[i]));
    pushed_.store(at + count, std::memory_order_relaxed);
    add(count);
    return count;
  }

  std::size_t pop_n(std::span<T> out) {
    const std::size_t at = popped_.load(std::memory_order_relaxed);  // own index
    const std::size_t there = filled();
    const std::size_t count = out.size() < there ? out.size() : there;
    for (std::size_t i = 0; i < count; ++i) {
      T& oldest = element(at + i);
      out[i] = std::move(oldest);
      oldest.~T();
    }
    popped_.store(at + count, std::memory_order_relaxed);
    add(std::size_t{0} - count);
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
    if (room() == 0) return false;
    begin_life(at, std::forward<U>(value));
    pushed_.store(at + 1, std::memory_order_relaxed);
    add(1);
    return true;
  }

  std::size_t room() const noexcept {
    const std::size_t inside = inside_.load(std::memory_order_acquire);  // partner: the release in add()
    return inside < Capacity ? Capacity - inside : 0;
  }

  std::size_t filled() const noexcept {
    const std::size_t inside = inside_.load(std::memory_order_acquire);  // partner: the release in add()
    return inside < Capacity ? inside : Capacity;
  }

  void add(std::size_t change) noexcept {
    const std::size_t before = inside_.load(std::memory_order_relaxed);
    inside_.store(before + change, std::memory_order_release);  // partner: the acquires in room() and filled()
  }

  T& element(std::size_t index) noexcept { return slots_[index & (Capacity - 1)].value; }

  template <typename U>
  void begin_life(std::size_t index, U&& value) {
    ::new (static_cast<void*>(&element(index))) T(std::forward<U>(value));
  }

  alignas(kApart) std::atomic<std::size_t> pushed_;  // index of the next push
  alignas(kApart) std::atomic<std::size_t> popped_;  // index of the next pop
  alignas(kApart) std::atomic<std::size_t> inside_{0};
  alignas(kApart) Slot slots_[Capacity];
};
