// A wait-free ring for one producer thread and one consumer thread, in which every slot says for itself whether it is
// full.
//
// The problem is not the atomics: on x86 an acquire load and a release store are plain moves. The problem is the cache
// line that both threads want. Each time a line that one core has written is read by another it crosses the chip, 30 to
// 200 ns; an item that costs two such crossings cannot be faster than that, however clever the code around it is.
//
// The classic ring publishes an index: an item then crosses on two lines, its slot's and the index's, and a consumer
// that polls the index takes that line away from the producer with every look. Keeping a private copy of the other
// side's index (`alternatives/passed.cached-indices`) makes the looks rare while there is something to do, and changes
// nothing when the consumer is close behind, which is where a consumer that is fast enough always is.
//
// So here the item carries the news of itself:
//
//  1. Behind each element lies its `turn`: index + 1 of the push that filled it. The consumer knows which turn it waits
//     for, and reads nothing but the slot: element and news cross together, on one line. The producer's index is nobody
//     else's business and needs no atomic.
//  2. The other way round news is rarely needed: the producer looks at the consumer's index only when its private copy
//     says "full", about once in `Capacity` pushes. The consumer never writes to a slot, so a line does not have to
//     come back before it is due to be filled again.
//  3. Element and turn are written one right after the other: stores leave the store buffer in order, and two to the
//  same
//     line leave together. With the index update between them the consumer's polling gets in, at half the speed.
//  4. A bulk push writes all elements first and then the turns *backwards*, so that a consumer at our heels finds the
//     whole batch instead of nibbling at it item by item.
//  5. Indices only grow, `index & (Capacity - 1)` finds the slot: all slots are usable, even when there is only one,
//  and
//     the wrap of the integer is harmless because Capacity divides 2^64.
//
// The price is memory, 8 bytes a slot, and half of every line that crosses: the reference shares one word among a whole
// line of elements.
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

  explicit SpscRing(std::size_t first_index) noexcept {
    producer_.tail = first_index;
    producer_.full_at = first_index + Capacity;
    consumer_.head.store(first_index, std::memory_order_relaxed);  // nobody else can see the ring yet
    // Every slot was "filled" one lap ago: a turn that nobody waits for.
    for (std::size_t i = first_index; i != first_index + Capacity; ++i) {
      slot(i).turn.store(turn_of(i - Capacity), std::memory_order_relaxed);
    }
  }

  // The owner destroys the ring when both threads are done with it, and has synchronized with them (joined them).
  ~SpscRing() {
    for (std::size_t i = consumer_.head.load(std::memory_order_relaxed); i != producer_.tail; ++i) {
      slot(i).element.~T();
    }
  }

  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) {
    const std::size_t head = consumer_.head.load(std::memory_order_relaxed);  // ours: nobody else writes it
    if (!take(head, out)) return false;
    give_back(head + 1);
    return true;
  }

  std::size_t push_n(std::span<T> items) {
    const std::size_t tail = producer_.tail;
    if (producer_.full_at - tail < items.size()) look_for_room();
    const std::size_t room = producer_.full_at - tail;
    const std::size_t count = items.size() < room ? items.size() : room;
    for (std::size_t i = 0; i < count; ++i) fill(slot(tail + i), std::move(items[i]));
    for (std::size_t i = count; i-- > 0;) publish(tail + i);
    producer_.tail = tail + count;
    return count;
  }

  std::size_t pop_n(std::span<T> out) {
    const std::size_t head = consumer_.head.load(std::memory_order_relaxed);  // ours
    std::size_t count = 0;
    while (count < out.size() && take(head + count, out[count])) ++count;
    if (count != 0) give_back(head + count);
    return count;
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
    std::atomic<std::size_t> turn;  // written by the producer, read by the consumer
  };

  struct alignas(kApart) Producer {
    std::size_t tail;     // index of the next push
    std::size_t full_at;  // head as last seen, plus Capacity
  };
  struct alignas(kApart) Consumer {
    std::atomic<std::size_t> head;  // index of the next pop; written by the consumer, read by both
  };

  static constexpr std::size_t turn_of(std::size_t index) noexcept { return index + 1; }

  Slot& slot(std::size_t index) noexcept { return slots_[index & (Capacity - 1)]; }

  template <typename U>
  bool push(U&& value) {
    const std::size_t tail = producer_.tail;
    if (tail == producer_.full_at) [[unlikely]] {
      look_for_room();
      if (tail == producer_.full_at) return false;
    }
    fill(slot(tail), std::forward<U>(value));
    publish(tail);
    producer_.tail = tail + 1;
    return true;
  }

  template <typename U>
  static void fill(Slot& slot, U&& value) {
    ::new (static_cast<void*>(&slot.element)) T(std::forward<U>(value));
  }

  // Partner: the acquire load in take(). Whoever sees this turn sees the element in front of it.
  void publish(std::size_t index) noexcept { slot(index).turn.store(turn_of(index), std::memory_order_release); }

  bool take(std::size_t index, T& out) {
    Slot& oldest = slot(index);
    // Partner: the release store in publish().
    if (oldest.turn.load(std::memory_order_acquire) != turn_of(index)) return false;
    out = std::move(oldest.element);
    oldest.element.~T();
    return true;
  }

  // Partner: the acquire load in look_for_room(). What we did in the slots has happened before they are filled again.
  void give_back(std::size_t head) noexcept { consumer_.head.store(head, std::memory_order_release); }

  void look_for_room() noexcept {
    // Partner: the release store in give_back().
    producer_.full_at = consumer_.head.load(std::memory_order_acquire) + Capacity;
  }

  Producer producer_;
  Consumer consumer_;
  alignas(kApart) Slot slots_[Capacity];

  static_assert(sizeof(Producer) == kApart && sizeof(Consumer) == kApart, "one line per side, and nothing else on it");
};
