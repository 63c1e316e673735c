// Every producer thread has a sub-ring of its own, and consumers look into one after the other: no claims, no
// collisions, and hardly a line that two producers share. But a ring is one queue: what thread A has pushed comes
// before what thread B pushes later, and Capacity is one number for all. People write it because it is how the fastest
// queues with many producers are made, which promise less. Caught as soon as one thread wants all the slots (step
// boundaries).
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
      slot(i).turn.store(0, std::memory_order_relaxed);
    }
  }

  // The owner destroys the ring when all threads are done with it, and has synchronized with them (joined them).
  ~MpmcRing() {
    for (Slot& each : slots_) {
      if (each.turn.load(std::memory_order_relaxed) == 2) each.element.~T();
    }
  }

  MpmcRing(const MpmcRing&) = delete;
  MpmcRing& operator=(const MpmcRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) {
    for (Slot& oldest : slots_) {
      std::size_t turn = 2;
      // Partner: the release stores in push() and below.
      if (!oldest.turn.compare_exchange_strong(turn, 1, std::memory_order_acquire)) continue;
      out = std::move(oldest.element);
      oldest.element.~T();
      oldest.turn.store(0, std::memory_order_release);
      return true;
    }
    return false;
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

  // Threads are numbered as they come.
  static std::size_t me() noexcept {
    static std::atomic<std::size_t> threads{0};
    thread_local const std::size_t number = threads.fetch_add(1, std::memory_order_relaxed);
    return number;
  }
  static constexpr std::size_t kQueues = 4;
  static constexpr std::size_t kShare = Capacity < kQueues ? 1 : Capacity / kQueues;

  template <typename U>
  bool push(U&& value) {
    const std::size_t mine = me() % (Capacity / kShare);
    for (std::size_t i = mine * kShare; i < (mine + 1) * kShare; ++i) {
      Slot& next = slots_[i];
      std::size_t turn = 0;
      // Partner: the release stores in try_pop() and below.
      if (!next.turn.compare_exchange_strong(turn, 1, std::memory_order_acquire)) continue;
      ::new (static_cast<void*>(&next.element)) T(std::forward<U>(value));
      next.turn.store(2, std::memory_order_release);
      return true;
    }
    return false;
  }

  alignas(kApart) std::atomic<std::size_t> tail_;  // index of the next push
  alignas(kApart) std::atomic<std::size_t> head_;  // index of the next pop
  alignas(kApart) Slot slots_[Capacity];
};
