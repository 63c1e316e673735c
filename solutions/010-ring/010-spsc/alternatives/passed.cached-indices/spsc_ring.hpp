// A wait-free ring for one producer thread and one consumer thread.
//
// The problem is not the atomics: on x86 an acquire load and a release store are plain moves. The problem is the cache
// line that both threads want. Each time a line that one core has written is read by another it crosses the chip, 30 to
// 200 ns; an item that costs two such crossings cannot be faster than that, however clever the code around it is. So
// everything here serves one aim: *touch what the other thread writes as seldom as possible*.
//
//  1. Indices only grow, and `index & (Capacity - 1)` finds the slot. Full is `tail - head == Capacity`, empty is
//     `tail == head`: all slots are usable, even when there is only one, and unsigned arithmetic makes the wrap of the
//     integer harmless because Capacity divides 2^64.
//  2. Each side keeps a copy of the other side's index, and looks at the real one only when the copy says "full" or
//     "empty". With a thousand slots the producer then looks about once in a thousand pushes. That copy may be stale,
//     but only to the safe side: the other index can only have moved on.
//  3. One line per side: the index a side writes lies together with its private copy of the other, so that a push in
//  the
//     common case touches exactly two lines, its own and the slot's.
//  4. Bulk calls move up to two contiguous pieces (before and after the end of the array) and publish once.
//
// What was rejected: publishing every n-th item only (an item that was pushed must be visible); compare-and-reset
// instead of a mask (one slot is lost, or a third state is needed). A turn in every slot is faster where the consumer
// is close behind, at twice the memory for 8-byte elements: that is what `reference` does.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstring>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

template <typename T, std::size_t Capacity>
class SpscRing {
  static_assert(Capacity >= 1 && (Capacity & (Capacity - 1)) == 0, "Capacity must be a power of two");

 public:
  SpscRing() noexcept : SpscRing(0) {}
  explicit SpscRing(std::size_t first_index) noexcept {
    producer_.tail.store(first_index, std::memory_order_relaxed);  // nobody else can see the ring yet
    producer_.full_at = first_index + Capacity;
    consumer_.head.store(first_index, std::memory_order_relaxed);
    consumer_.empty_at = first_index;
  }

  // The owner destroys the ring when both threads are done with it, and has synchronized with them (joined them).
  ~SpscRing() {
    const std::size_t tail = producer_.tail.load(std::memory_order_relaxed);
    for (std::size_t i = consumer_.head.load(std::memory_order_relaxed); i != tail; ++i) element(i).~T();
  }

  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) {
    const std::size_t head = consumer_.head.load(std::memory_order_relaxed);  // ours: nobody else writes it
    if (head == consumer_.empty_at && !look_for_items(head)) return false;
    T& oldest = element(head);
    out = std::move(oldest);
    oldest.~T();
    consumer_.head.store(head + 1, std::memory_order_release);  // partner: acquire in look_for_room
    return true;
  }

  std::size_t push_n(std::span<T> items) {
    const std::size_t tail = producer_.tail.load(std::memory_order_relaxed);  // ours
    if (producer_.full_at - tail < items.size()) look_for_room(tail);
    const std::size_t count = smaller(items.size(), producer_.full_at - tail);
    if (count == 0) return 0;
    const std::size_t before_end = smaller(count, Capacity - (tail & kMask));
    move_in(tail, items.first(before_end));
    move_in(tail + before_end, items.subspan(before_end, count - before_end));
    producer_.tail.store(tail + count, std::memory_order_release);  // partner: acquire in look_for_items
    return count;
  }

  std::size_t pop_n(std::span<T> out) {
    const std::size_t head = consumer_.head.load(std::memory_order_relaxed);  // ours
    if (consumer_.empty_at - head < out.size()) look_for_items(head);
    const std::size_t count = smaller(out.size(), consumer_.empty_at - head);
    if (count == 0) return 0;
    const std::size_t before_end = smaller(count, Capacity - (head & kMask));
    move_out(head, out.first(before_end));
    move_out(head + before_end, out.subspan(before_end, count - before_end));
    consumer_.head.store(head + count, std::memory_order_release);  // partner: acquire in look_for_room
    return count;
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  static constexpr std::size_t kMask = Capacity - 1;
  // Two lines of 64 bytes: Intel's adjacent-line prefetcher fetches lines in pairs (Optimization Reference Manual,
  // "Data Prefetching"), so that neighbours disturb each other as if they were one.
  static constexpr std::size_t kApart = 128;
  static constexpr bool kPlainBytes = std::is_trivially_copyable_v<T>;

  // Memory for an element without the element: it begins to live when pushed, and its life ends when popped.
  union Slot {
    Slot() noexcept {}
    ~Slot() {}
    T element;
  };

  struct alignas(kApart) Producer {
    std::atomic<std::size_t> tail;  // index of the next free slot; written by the producer, read by both
    std::size_t full_at;            // head as last seen, plus Capacity; the producer's alone
  };
  struct alignas(kApart) Consumer {
    std::atomic<std::size_t> head;  // index of the oldest element; written by the consumer, read by both
    std::size_t empty_at;           // tail as last seen; the consumer's alone
  };

  static constexpr std::size_t smaller(std::size_t a, std::size_t b) noexcept { return a < b ? a : b; }

  T& element(std::size_t index) noexcept { return slots_[index & kMask].element; }

  template <typename U>
  bool push(U&& value) {
    const std::size_t tail = producer_.tail.load(std::memory_order_relaxed);  // ours: nobody else writes it
    if (tail == producer_.full_at && !look_for_room(tail)) return false;
    ::new (static_cast<void*>(&element(tail))) T(std::forward<U>(value));
    producer_.tail.store(tail + 1, std::memory_order_release);  // partner: acquire in look_for_items
    return true;
  }

  bool look_for_room(std::size_t tail) noexcept {
    // Partner: the release stores of `head`. What the consumer did in the slots has happened before we reuse them.
    producer_.full_at = consumer_.head.load(std::memory_order_acquire) + Capacity;
    return producer_.full_at != tail;
  }

  bool look_for_items(std::size_t head) noexcept {
    // Partner: the release stores of `tail`. What the producer wrote into the slots is there before we read them.
    consumer_.empty_at = producer_.tail.load(std::memory_order_acquire);
    return consumer_.empty_at != head;
  }

  void move_in(std::size_t index, std::span<T> items) {
    if constexpr (kPlainBytes) {
      if (!items.empty()) std::memcpy(&element(index), items.data(), items.size_bytes());
    } else {
      for (T& item : items) ::new (static_cast<void*>(&element(index++))) T(std::move(item));
    }
  }

  void move_out(std::size_t index, std::span<T> out) {
    if constexpr (kPlainBytes) {
      if (!out.empty()) std::memcpy(out.data(), &element(index), out.size_bytes());
    } else {
      for (T& place : out) {
        T& oldest = element(index++);
        place = std::move(oldest);
        oldest.~T();
      }
    }
  }

  Producer producer_;
  Consumer consumer_;
  alignas(kApart) Slot slots_[Capacity];

  static_assert(sizeof(Slot) == sizeof(T), "bulk copies take the slots for an array of T");
  static_assert(sizeof(Producer) == kApart && sizeof(Consumer) == kApart, "one line per side, and nothing else on it");
};
