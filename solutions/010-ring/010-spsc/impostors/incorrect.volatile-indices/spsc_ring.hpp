// The indices are `volatile`. That makes the compiler read and write them each time, and no more: volatile is for
// device registers, it orders nothing between threads and does not make a data race any less one. People write it
// because much older code does (Java's volatile is another thing), and because on x86 it happens to work. Caught by the
// simulated machine (step orders-single).
#pragma once

#include <cstddef>
#include <new>
#include <span>
#include <utility>

template <typename T, std::size_t Capacity>
class SpscRing {
  static_assert(Capacity >= 1 && (Capacity & (Capacity - 1)) == 0, "Capacity must be a power of two");

 public:
  SpscRing() noexcept : SpscRing(0) {}
  explicit SpscRing(std::size_t first_index) noexcept
      : pushed_(first_index), room_until_(first_index + Capacity), popped_(first_index), items_until_(first_index) {}

  ~SpscRing() {
    const std::size_t end = pushed_;  // both threads have finished
    for (std::size_t i = popped_; i != end; ++i) element(i).~T();
  }

  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) {
    const std::size_t at = popped_;  // own index
    if (filled(at, 1) == 0) return false;
    T& oldest = element(at);
    out = std::move(oldest);
    oldest.~T();
    popped_ = at + 1;
    return true;
  }

  std::size_t push_n(std::span<T> items) {
    const std::size_t at = pushed_;  // own index
    const std::size_t space = room(at, items.size());
    const std::size_t count = items.size() < space ? items.size() : space;
    for (std::size_t i = 0; i < count; ++i) begin_life(at + i, std::move(items[i]));
    pushed_ = at + count;
    return count;
  }

  std::size_t pop_n(std::span<T> out) {
    const std::size_t at = popped_;  // own index
    const std::size_t there = filled(at, out.size());
    const std::size_t count = out.size() < there ? out.size() : there;
    for (std::size_t i = 0; i < count; ++i) {
      T& oldest = element(at + i);
      out[i] = std::move(oldest);
      oldest.~T();
    }
    popped_ = at + count;
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
    const std::size_t at = pushed_;  // own index
    if (room(at, 1) == 0) return false;
    begin_life(at, std::forward<U>(value));
    pushed_ = at + 1;
    return true;
  }

  // Free slots from `at` on. Looks at the consumer's index only when the ones it knows of are too few.
  std::size_t room(std::size_t at, std::size_t wanted) noexcept {
    if (room_until_ - at < wanted) room_until_ = popped_ + Capacity;
    return room_until_ - at;
  }

  // Elements from `at` on. Looks at the producer's index only when the ones it knows of are too few.
  std::size_t filled(std::size_t at, std::size_t wanted) noexcept {
    if (items_until_ - at < wanted) items_until_ = pushed_;
    return items_until_ - at;
  }

  T& element(std::size_t index) noexcept { return slots_[index & (Capacity - 1)].value; }

  template <typename U>
  void begin_life(std::size_t index, U&& value) {
    ::new (static_cast<void*>(&element(index))) T(std::forward<U>(value));
  }

  alignas(kApart) volatile std::size_t pushed_;  // index of the next push
  std::size_t room_until_;                       // popped_ as last seen, plus Capacity; the producer's alone
  alignas(kApart) volatile std::size_t popped_;  // index of the next pop
  std::size_t items_until_;                      // pushed_ as last seen; the consumer's alone
  alignas(kApart) Slot slots_[Capacity];
};
