// ABA with the smallest sequence there is, one bit: a slot says "full" or "free", and not for whom. A producer that has
// claimed a slot and is stopped before it fills it leaves the slot "free"; when the others have gone once round, the
// next producer finds it so and claims it as well. People write it because a ring for two threads does well with a
// flag, and because a whole lap while one thread stands still seems far away: it takes a time slice. Caught by stopping
// a producer in the middle (step stopped-producer: a full ring takes another item), and now and then under load.
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
    for (Slot& each : slots_) each.full.store(false, std::memory_order_relaxed);
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
      if (!oldest.full.load(std::memory_order_acquire)) {
        const std::size_t now = head_.load(std::memory_order_relaxed);
        if (now == head) return false;
        head = now;
      } else if (head_.compare_exchange_weak(head, head + 1, std::memory_order_relaxed)) {
        out = std::move(oldest.element);
        oldest.element.~T();
        // Partner: the acquire load in push(). What we did in the slot has happened before it is filled again.
        oldest.full.store(false, std::memory_order_release);
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
    std::atomic<bool> full;
  };

  Slot& slot(std::size_t index) noexcept { return slots_[index & (Capacity - 1)]; }

  template <typename U>
  bool push(U&& value) {
    for (std::size_t tail = tail_.load(std::memory_order_relaxed);;) {
      Slot& next = slot(tail);
      if (next.full.load(std::memory_order_acquire)) {
        const std::size_t now = tail_.load(std::memory_order_relaxed);
        if (now == tail) return false;
        tail = now;
      } else if (tail_.compare_exchange_weak(tail, tail + 1, std::memory_order_relaxed)) {
        ::new (static_cast<void*>(&next.element)) T(std::forward<U>(value));
        next.full.store(true, std::memory_order_release);
        return true;
      }
    }
  }

  alignas(kApart) std::atomic<std::size_t> tail_;  // index of the next push
  alignas(kApart) std::atomic<std::size_t> head_;  // index of the next pop
  alignas(kApart) Slot slots_[Capacity];
};
