// A wait-free ring for one producer thread and one consumer thread, in which every block of elements says for itself
// how far it is filled.
//
// The problem is not the atomics: on x86 an acquire load and a release store are plain moves. The problem is the cache
// line that both threads want. Each time a line that one core has written is read by another it crosses the chip, and
// an item that costs two such crossings cannot be faster than that, however clever the code around it is.
//
// The classic ring publishes an index: an item then crosses on two lines, its slot's and the index's, and a consumer
// that polls the index takes that line away from the producer with every look. Keeping a private copy of the other
// side's index (`alternatives/passed.cached-indices`) makes the looks rare while there is something to do, and changes
// nothing when the consumer is close behind.
//
// So here the items carry the news of themselves:
//
//  1. Elements lie in blocks, each with one word, `end`: the index behind the last element that was published in this
//     block. For small elements a block is one cache line, so that elements and news cross together, seven 8-byte
//     elements at a time. The consumer reads nothing else; the producer's index is nobody else's business and needs no
//     atomic.
//  2. The other way round news is rarely needed: the producer looks at the consumer's index only when its private copy
//     says "full", about once in `Capacity` pushes. The consumer never writes to a block, so a line does not have to
//     come back before it is due to be filled again.
//  3. Element and `end` are written one right after the other: stores leave the store buffer in order, and two to the
//     same line leave together. With another store between them the consumer's polling gets in.
//  4. The consumer keeps what it has read of `end`, and looks again only when that is used up.
//  5. Indices only grow and never meet a division: each side knows its block and its place in it, and steps on. The
//     wrap of the integer is harmless, because only differences are ever looked at.
//  6. Bulk calls mostly meet whole blocks, and a whole block is a loop whose length the compiler knows.
//
// The price: a few slots more than `Capacity`, so that the producer never enters the block that the consumer is in and
// overwrites an `end` that is still needed; and bulk calls that go block by block, which a ring with indices does in
// one copy. What else was rejected: a turn number beside every element (the same idea, and half the elements in a
// line), publishing every n-th item only (an item that was pushed must be visible). `lab bench ring` shows this ring
// beside others, on your machine.
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
    consumer_.seen = first_index;
    for (Block& block : blocks_) block.end.store(first_index, std::memory_order_relaxed);
  }

  // The owner destroys the ring when both threads are done with it, and has synchronized with them (joined them).
  ~SpscRing() {
    for (std::size_t i = consumer_.head.load(std::memory_order_relaxed); i != producer_.tail; ++i) {
      consumer_.at.slot(blocks_).element.~T();
      consumer_.at.step();
    }
  }

  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) {
    const std::size_t head = consumer_.head.load(std::memory_order_relaxed);  // ours: nobody else writes it
    if (head == consumer_.seen && !look_for_items(head)) return false;
    blocks_[consumer_.at.block].take(consumer_.at.place, out);
    consumer_.at.step();
    give_back(head + 1);
    return true;
  }

  std::size_t push_n(std::span<T> items) {
    std::size_t tail = producer_.tail;
    if (producer_.full_at - tail < items.size()) look_for_room();
    const std::size_t count = smaller(items.size(), producer_.full_at - tail);
    for (std::size_t done = 0; done < count;) {
      Block& block = blocks_[producer_.at.block];
      const std::size_t here = smaller(count - done, producer_.at.left_in_block());
      block.construct_all(producer_.at.place, items.subspan(done, here));
      done += here;
      block.publish(tail += here);
      producer_.at.step_within_block(here);
    }
    producer_.tail = tail;
    return count;
  }

  std::size_t pop_n(std::span<T> out) {
    const std::size_t head = consumer_.head.load(std::memory_order_relaxed);  // ours
    std::size_t count = 0;
    while (count < out.size()) {
      if (head + count == consumer_.seen && !look_for_items(head + count)) break;
      const std::size_t here = smaller(out.size() - count, consumer_.seen - (head + count));
      Block& block = blocks_[consumer_.at.block];
      block.take_all(consumer_.at.place, out.subspan(count, here));
      consumer_.at.step_within_block(here);
      count += here;
    }
    if (count != 0) give_back(head + count);
    return count;
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  static constexpr std::size_t kLine = 64;
  // Two lines: Intel's adjacent-line prefetcher fetches lines in pairs (Optimization Reference Manual, "Data
  // Prefetching"), so that neighbours disturb each other as if they were one.
  static constexpr std::size_t kApart = 2 * kLine;

  static constexpr std::size_t smaller(std::size_t a, std::size_t b) noexcept { return a < b ? a : b; }

  // As many as share one cache line with the word; if that is hardly any, seven on lines of their own.
  static constexpr std::size_t kBesideTheWord = (kLine - sizeof(std::size_t)) / sizeof(T);
  static constexpr std::size_t kPerBlock = kBesideTheWord >= 2 ? kBesideTheWord : 7;
  // From the first slot of the consumer's block on, `Capacity` elements and a whole block more find room.
  static constexpr std::size_t kBlocks = (Capacity + 2 * kPerBlock - 2) / kPerBlock;

  // Memory for an element without the element: it begins to live when pushed, and its life ends when popped.
  union Slot {
    Slot() noexcept {}
    ~Slot() {}
    T element;
  };

  struct alignas(kLine) Block {
    Slot slots[kPerBlock];
    // Index behind the last element published here; written by the producer, read by both.
    std::atomic<std::size_t> end;

    template <typename U>
    void construct(std::size_t place, U&& value) {
      ::new (static_cast<void*>(&slots[place].element)) T(std::forward<U>(value));
    }
    void take(std::size_t place, T& out) {
      T& oldest = slots[place].element;
      out = std::move(oldest);
      oldest.~T();
    }
    // Whole blocks apart: a loop of known length is unrolled, one of up to seven turns is not.
    void construct_all(std::size_t place, std::span<T> items) {
      if (items.size() == kPerBlock) {
        for (std::size_t i = 0; i < kPerBlock; ++i) construct(i, std::move(items[i]));
      } else {
        for (std::size_t i = 0; i < items.size(); ++i) construct(place + i, std::move(items[i]));
      }
    }
    void take_all(std::size_t place, std::span<T> out) {
      if (out.size() == kPerBlock) {
        for (std::size_t i = 0; i < kPerBlock; ++i) take(i, out[i]);
      } else {
        for (std::size_t i = 0; i < out.size(); ++i) take(place + i, out[i]);
      }
    }
    // Partner: the acquire load in look_for_items(). Whoever sees this end sees the elements in front of it.
    void publish(std::size_t index) noexcept { end.store(index, std::memory_order_release); }
  };

  // Where an index is: the same as index / kPerBlock and index % kPerBlock, without the divisions.
  struct Position {
    std::size_t block = 0;
    std::size_t place = 0;

    Slot& slot(Block* blocks) const noexcept { return blocks[block].slots[place]; }
    [[nodiscard]] std::size_t left_in_block() const noexcept { return kPerBlock - place; }
    void step() noexcept { step_within_block(1); }
    void step_within_block(std::size_t count) noexcept {
      place += count;
      if (place != kPerBlock) return;
      place = 0;
      if (++block == kBlocks) block = 0;
    }
  };

  struct alignas(kApart) Producer {
    std::size_t tail;     // index of the next push
    std::size_t full_at;  // head as last seen, plus Capacity
    Position at;
  };
  struct alignas(kApart) Consumer {
    std::atomic<std::size_t> head;  // index of the next pop; written by the consumer, read by both
    std::size_t seen;               // `end` of the consumer's block as last seen
    Position at;
  };

  template <typename U>
  bool push(U&& value) {
    const std::size_t tail = producer_.tail;
    if (tail == producer_.full_at) [[unlikely]] {
      look_for_room();
      if (tail == producer_.full_at) return false;
    }
    Block& block = blocks_[producer_.at.block];
    block.construct(producer_.at.place, std::forward<U>(value));
    block.publish(tail + 1);
    producer_.tail = tail + 1;
    producer_.at.step();
    return true;
  }

  // True when the consumer's block has an element for `head`. An `end` of an earlier lap is behind `head` by far.
  bool look_for_items(std::size_t head) noexcept {
    // Partner: the release store in Block::publish().
    const std::size_t end = blocks_[consumer_.at.block].end.load(std::memory_order_acquire);
    if (end - head - 1 >= kPerBlock) return false;
    consumer_.seen = end;
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
  alignas(kApart) Block blocks_[kBlocks];

  static_assert(sizeof(Producer) == kApart && sizeof(Consumer) == kApart, "one line per side, and nothing else on it");
};
