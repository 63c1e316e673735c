// The indices are 32 bits wide, but what is computed with them is not: after 2^32 pushes one of them has started again
// at zero and the other has not, and the difference of the two, taken in 64 bits, is enormous. A ring with two elements
// is then "full", and a bulk pop finds billions. People write it because a 32-bit index halves the traffic (rte_ring
// has them, and subtracts in 32 bits); at 20 million items a second the bug needs three and a half minutes to show.
// Caught by starting the indices shortly before 2^32 (step index-wrap).
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <utility>

template <typename T, std::size_t Capacity>
class SpscRing {
  static_assert(Capacity >= 1 && (Capacity & (Capacity - 1)) == 0, "Capacity must be a power of two");

 public:
  SpscRing() noexcept : SpscRing(0) {}
  explicit SpscRing(std::size_t first_index) noexcept
      : pushed_(static_cast<std::uint32_t>(first_index)), popped_(static_cast<std::uint32_t>(first_index)) {}

  ~SpscRing() {
    const std::uint32_t end = pushed_.load(std::memory_order_relaxed);  // both threads have finished
    for (std::uint32_t i = popped_.load(std::memory_order_relaxed); i != end; ++i) element(i).~T();
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
    popped_.store(static_cast<std::uint32_t>(at + 1), std::memory_order_release);  // partner: the acquire in room()
    return true;
  }

  std::size_t push_n(std::span<T> items) {
    const std::size_t at = pushed_.load(std::memory_order_relaxed);  // own index
    const std::size_t space = room(at);
    const std::size_t count = items.size() < space ? items.size() : space;
    for (std::size_t i = 0; i < count; ++i) begin_life(at + i, std::move(items[i]));
    pushed_.store(static_cast<std::uint32_t>(at + count),
                  std::memory_order_release);  // partner: the acquire in filled()
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
    popped_.store(static_cast<std::uint32_t>(at + count), std::memory_order_release);  // partner: the acquire in room()
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
    pushed_.store(static_cast<std::uint32_t>(at + 1), std::memory_order_release);  // partner: the acquire in filled()
    return true;
  }

  // Free slots from `at` on.
  std::size_t room(std::size_t at) const noexcept {
    const std::size_t inside = at - popped_.load(std::memory_order_acquire);
    return inside < Capacity ? Capacity - inside : 0;
  }

  // Elements from `at` on.
  std::size_t filled(std::size_t at) const noexcept { return pushed_.load(std::memory_order_acquire) - at; }

  T& element(std::size_t index) noexcept { return slots_[index & (Capacity - 1)].value; }

  template <typename U>
  void begin_life(std::size_t index, U&& value) {
    ::new (static_cast<void*>(&element(index))) T(std::forward<U>(value));
  }

  alignas(kApart) std::atomic<std::uint32_t> pushed_;  // index of the next push
  alignas(kApart) std::atomic<std::uint32_t> popped_;  // index of the next pop
  alignas(kApart) Slot slots_[Capacity];
};
