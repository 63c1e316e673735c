// The slots are atomic, too, so that there is no data race anywhere, and everything is relaxed. Each access is whole,
// and none says what comes before it: the consumer may see the new index and the old element. People write it after a
// report of ThreadSanitizer, which it silences: it looks for races, and this is none. An x86 never shows it either.
// Caught by the simulated machine alone (step orders-single): the consumer reads an old value of a slot.
#pragma once

#include <atomic>
#include <cstddef>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

template <typename T, std::size_t Capacity>
class SpscRing {
  static_assert(Capacity >= 1 && (Capacity & (Capacity - 1)) == 0, "Capacity must be a power of two");

 public:
  SpscRing() noexcept : SpscRing(0) {}
  explicit SpscRing(std::size_t first_index) noexcept
      : pushed_(first_index), room_until_(first_index + Capacity), popped_(first_index), items_until_(first_index) {}

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
    if (filled(at, 1) == 0) return false;
    end_life(at, out);
    popped_.store(at + 1, std::memory_order_release);  // partner: the acquire in room()
    return true;
  }

  std::size_t push_n(std::span<T> items) {
    const std::size_t at = pushed_.load(std::memory_order_relaxed);  // own index
    const std::size_t space = room(at, items.size());
    const std::size_t count = items.size() < space ? items.size() : space;
    for (std::size_t i = 0; i < count; ++i) begin_life(at + i, std::move(items[i]));
    pushed_.store(at + count, kPublish);
    return count;
  }

  std::size_t pop_n(std::span<T> out) {
    const std::size_t at = popped_.load(std::memory_order_relaxed);  // own index
    const std::size_t there = filled(at, out.size());
    const std::size_t count = out.size() < there ? out.size() : there;
    for (std::size_t i = 0; i < count; ++i) end_life(at + i, out[i]);
    popped_.store(at + count, std::memory_order_release);  // partner: the acquire in room()
    return count;
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  // Elements that one instruction moves are accessed atomically.
  static constexpr bool kAtomicSlots = std::is_trivially_copyable_v<T> && sizeof(T) == sizeof(std::size_t);
  static constexpr std::memory_order kPublish = kAtomicSlots ? std::memory_order_relaxed : std::memory_order_release;
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
    if (room(at, 1) == 0) return false;
    begin_life(at, std::forward<U>(value));
    pushed_.store(at + 1, kPublish);
    return true;
  }

  // Free slots from `at` on. Looks at the consumer's index only when the ones it knows of are too few.
  std::size_t room(std::size_t at, std::size_t wanted) noexcept {
    if (room_until_ - at < wanted) room_until_ = popped_.load(std::memory_order_acquire) + Capacity;
    return room_until_ - at;
  }

  // Elements from `at` on. Looks at the producer's index only when the ones it knows of are too few.
  std::size_t filled(std::size_t at, std::size_t wanted) noexcept {
    if (items_until_ - at < wanted) items_until_ = pushed_.load(std::memory_order_acquire);
    return items_until_ - at;
  }

  T& element(std::size_t index) noexcept { return slots_[index & (Capacity - 1)].value; }

  template <typename U>
  void begin_life(std::size_t index, U&& value) {
    if constexpr (kAtomicSlots) {
      std::atomic_ref<T>(element(index)).store(value, std::memory_order_relaxed);
    } else {
      ::new (static_cast<void*>(&element(index))) T(std::forward<U>(value));
    }
  }

  void end_life(std::size_t index, T& out) {
    T& oldest = element(index);
    if constexpr (kAtomicSlots) {
      out = std::atomic_ref<T>(oldest).load(std::memory_order_relaxed);
    } else {
      out = std::move(oldest);
      oldest.~T();
    }
  }

  alignas(kApart) std::atomic<std::size_t> pushed_;  // index of the next push
  std::size_t room_until_;                           // popped_ as last seen, plus Capacity; the producer's alone
  alignas(kApart) std::atomic<std::size_t> popped_;  // index of the next pop
  std::size_t items_until_;                          // pushed_ as last seen; the consumer's alone
  alignas(kApart) Slot slots_[Capacity];
};
