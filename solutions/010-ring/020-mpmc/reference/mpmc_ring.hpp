// A bounded queue for any number of producer and consumer threads, in which every slot says whose turn it is: Dmitry
// Vyukov's idea (1024cores.net, "Bounded MPMC queue", 2010).
//
// The problem: two producers must never get the same slot, and a consumer must not read a slot before the producer that
// owns it has finished, however long that one is stopped in the middle. A lock answers both, and then one stopped
// thread stops everybody. Publishing an index answers the first only: behind it lie slots that are claimed and not yet
// filled, and whoever wants to publish has to wait for those that claimed before (that is how DPDK's rte_ring does it).
//
// So the two are kept apart:
//
//  1. `tail_` and `head_` only give out places: each index is claimed by one compare-and-exchange, and goes to one
//     thread. They carry no news about elements, which is why they may be relaxed.
//  2. The news lies in the slot: its `turn`. It says which call may use the slot next. Push number i waits for 2i and
//     leaves 2i + 1 behind; pop number i waits for 2i + 1 and leaves 2(i + Capacity), the turn of the push that comes a
//     lap later. A turn never comes back, so a thread that was stopped for a million laps cannot mistake it.
//  3. A call looks at the turn *before* it claims. "Not yet" then means full or empty, and nothing has to be undone:
//     a claim by fetch_add would be faster where threads collide, but it cannot be taken back.
//  4. Nobody waits for anybody: a thread that is stopped between its claim and its turn holds one slot. Others go on
//     until they have come round to it.
//  5. `tail_` and `head_` have lines of their own. Slots follow each other closely: the thread that got the last index
//     mostly gets the next one as well, and finds the line at home.
//
// Doubling the index is what makes a ring of one slot work: with i, i + 1 and i + Capacity, the numbers that this queue
// is usually written with, "filled" and "free again" are the same number when Capacity is 1.
//
// What was rejected: one slot a line (`alternatives/passed.slot-on-a-line`) and neighbours on different lines
// (`alternatives/passed.spread-slots`): more lines cross for each item as soon as one thread does several calls in a
// row. A counter of elements beside the indices: a third line that everybody writes to.
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
  alignas(kApart) std::atomic<std::size_t> head_;  // index of the next pop
  alignas(kApart) Slot slots_[Capacity];
};
