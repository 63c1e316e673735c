// Both indices lie on one line, so that every pop takes it from the producers and every push from the consumers (false
// sharing). With one producer and one consumer at work, that line crosses for each item where it need not cross at all.
// People write it because the two belong together. By the clock no honest line separates it on two cores. Caught by
// counting the lines that cross (transfers per item).
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
  MpmcRing() noexcept : MpmcRing(0) {}

  explicit MpmcRing(std::size_t first_index) noexcept : tail_(first_index), head_(first_index) {
    // Relaxed: nobody else can see the ring yet.
    for (std::size_t i = first_index; i != first_index + Capacity; ++i) {
      slot(i).turn.store(to_push(i), std::memory_order_relaxed);
    }
  }

  // The owner destroys the ring when all threads are done with it, and has synchronized with them (joined them).
  ~MpmcRing() {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    for (std::size_t i = head_.load(std::memory_order_relaxed); i != tail; ++i) slot(i).element.~T();
  }

  MpmcRing(const MpmcRing&) = delete;
  MpmcRing& operator=(const MpmcRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) {
    for (std::size_t head = head_.load(std::memory_order_relaxed);;) {
      Slot& oldest = slot(head);
      // Partner: the release store in push(). Whoever sees this turn sees the element.
      const std::ptrdiff_t early = distance(oldest.turn.load(std::memory_order_acquire), to_pop(head));
      if (early < 0) return false;  // not filled yet
      if (early > 0) {              // another consumer was here: `head` is an old one
        head = head_.load(std::memory_order_relaxed);
      } else if (head_.compare_exchange_weak(head, head + 1, std::memory_order_relaxed)) {
        out = std::move(oldest.element);
        oldest.element.~T();
        // Partner: the acquire load in push(). What we did in the slot has happened before it is filled again.
        oldest.turn.store(to_push(head + Capacity), std::memory_order_release);
        return true;
      }
    }
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  // Two lines of 64 bytes: Intel's adjacent-line prefetcher fetches lines in pairs (Optimization Reference Manual,
  // "Data Prefetching"), so that neighbours disturb each other as if they were one.
  static constexpr std::size_t kApart = 128;

  struct Slot {
    Slot() noexcept {}
    ~Slot() {}
    // Memory for an element without the element: it begins to live when pushed, and its life ends when popped.
    union {
      T element;
    };
    std::atomic<std::size_t> turn;  // whose turn it is; written by the thread whose turn it was
  };

  static constexpr std::size_t to_push(std::size_t index) noexcept { return 2 * index; }
  static constexpr std::size_t to_pop(std::size_t index) noexcept { return 2 * index + 1; }

  // How far `turn` is ahead of `due`: negative when it is yet to come. The wrap of the integer cancels out.
  static constexpr std::ptrdiff_t distance(std::size_t turn, std::size_t due) noexcept {
    return static_cast<std::ptrdiff_t>(turn - due);
  }

  Slot& slot(std::size_t index) noexcept { return slots_[index & (Capacity - 1)]; }

  template <typename U>
  bool push(U&& value) {
    for (std::size_t tail = tail_.load(std::memory_order_relaxed);;) {
      Slot& next = slot(tail);
      // Partner: the release store in try_pop(). The element before this one has been moved out and destroyed.
      const std::ptrdiff_t early = distance(next.turn.load(std::memory_order_acquire), to_push(tail));
      if (early < 0) return false;  // still holds the element of a lap ago
      if (early > 0) {              // another producer was here: `tail` is an old one
        tail = tail_.load(std::memory_order_relaxed);
      } else if (tail_.compare_exchange_weak(tail, tail + 1, std::memory_order_relaxed)) {
        ::new (static_cast<void*>(&next.element)) T(std::forward<U>(value));
        next.turn.store(to_pop(tail), std::memory_order_release);  // partner: the acquire load in try_pop()
        return true;
      }
    }
  }

  alignas(kApart) std::atomic<std::size_t> tail_;  // index of the next push
  std::atomic<std::size_t> head_;                  // index of the next pop
  alignas(kApart) Slot slots_[Capacity];
};
