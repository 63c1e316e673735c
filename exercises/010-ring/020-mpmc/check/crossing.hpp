// What many threads share besides the ring that they are tested with: which items there are, who has received which,
// and how far everybody has come.
//
// Between the threads there is nothing but the ring: all that they share here is relaxed, so that the thread sanitizer
// sees no order except the one that the ring makes. Whether everything has come to a halt is not a matter of time: it
// has when all threads have looked many times since the last item moved, and all have found nothing to do.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lab/check.hpp"

namespace mpmc {

using lab::Check;

inline constexpr std::size_t kMostThreads = 8;  // that run_parts() takes

inline std::uint64_t load(const std::uint64_t& value) { return __atomic_load_n(&value, __ATOMIC_RELAXED); }
inline void store(std::uint64_t& at, std::uint64_t value) { __atomic_store_n(&at, value, __ATOMIC_RELAXED); }

// Who sent an item, and as which of their items. Its value is a number that nobody guesses: SplitMix64's finalizer
// (Steele et al., OOPSLA 2014), which can be undone.
struct Origin {
  std::uint64_t producer;
  std::uint64_t index;

  static Origin of(std::uint64_t value) {
    value = unshift(value, 31) * 0x319642b2d24d8ec3;  // the inverses of the two multipliers
    value = unshift(value, 27) * 0x96de1b173f119089;
    value = unshift(value, 30) ^ kSalt;
    return {value >> 32, value & 0xffffffff};
  }
  [[nodiscard]] std::uint64_t value() const {
    std::uint64_t mixed = (producer << 32 | index) ^ kSalt;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

 private:
  static constexpr std::uint64_t kSalt = 0x5bd1e9955bd1e995;  // so that no item is all zeros
  static std::uint64_t unshift(std::uint64_t value, int by) { return value ^ (value >> by) ^ (value >> (2 * by)); }
};

// How far one thread has come, on a line of its own.
struct alignas(128) Progress {
  std::uint64_t moved = 0;
  std::uint64_t looks = 0;  // in vain, since anything has moved
  std::uint64_t seen = 0;   // how many items had moved anywhere, during these looks
  std::uint64_t finished = 0;
};

// A test's threads, and every item's fate.
class Crossing {
 public:
  Crossing(Check& check, std::size_t producers, std::size_t consumers, std::uint64_t items_each)
      : check_(check), producers_(producers), consumers_(consumers), items_each_(items_each) {
    received_ = new std::uint64_t[(producers * items_each + kBits - 1) / kBits]();
  }
  Crossing(const Crossing&) = delete;
  Crossing& operator=(const Crossing&) = delete;
  ~Crossing() { delete[] received_; }

  [[nodiscard]] std::size_t threads() const { return producers_ + consumers_; }

  // Producers come first. `thread` has moved an item.
  void moved(std::size_t thread) {
    store(progress_[thread].moved, load(progress_[thread].moved) + 1);
    store(progress_[thread].looks, 0);
  }
  void finish(std::size_t thread) { store(progress_[thread].finished, 1); }

  [[nodiscard]] std::uint64_t moved() const { return moved_by(0, threads()); }
  [[nodiscard]] std::uint64_t pushed() const { return moved_by(0, producers_); }
  [[nodiscard]] std::uint64_t popped() const { return moved_by(producers_, threads()); }
  [[nodiscard]] bool all_out() const { return popped() == producers_ * items_each_; }

  // `thread` has found nothing to do. Ends the step when nobody else has for as long.
  void looked_in_vain(std::size_t thread) {
    Progress& mine = progress_[thread];
    const std::uint64_t moved = this->moved();
    if (moved != load(mine.seen)) store(mine.looks, 0);
    store(mine.seen, moved);
    store(mine.looks, load(mine.looks) + 1);
    lab::let_others_run();
    if (load(mine.looks) <= kMany) return;
    for (std::size_t other = 0; other < threads(); ++other) {
      const Progress& its = progress_[other];
      const bool idle = load(its.looks) > kMany && load(its.seen) == moved;
      if (load(its.finished) == 0 && !idle) return;
    }
    if (this->moved() == moved && !all_out()) fail_stuck();
  }

  // An item that has come out: is it one that was pushed, and not yet received, and in the order of its producer?
  void receive(std::uint64_t value, std::uint64_t (&last)[kMostThreads]) {
    const auto [producer, index] = Origin::of(value);
    if (producer >= producers_ || index >= items_each_) [[unlikely]]
      check_.fail("Something came out that was never pushed: it was read before it was written, or is torn.");
    const std::uint64_t bit = producer * items_each_ + index;
    const std::uint64_t mask = std::uint64_t{1} << bit % kBits;
    const std::uint64_t before = __atomic_fetch_or(&received_[bit / kBits], mask, __ATOMIC_RELAXED);
    check_.expect((before & mask) == 0, "Item {} of producer {} came out twice.", index, producer + 1);
    check_.expect(index + 1 > last[producer],
                  "Item {} of producer {} came out after item {}, to the same consumer: it was overtaken.", index,
                  producer + 1, last[producer] - 1);
    last[producer] = index + 1;
  }

 private:
  // Looks without success, each with a turn for the others in between. A store is visible to the other core a thousand
  // times earlier.
  static constexpr std::uint64_t kMany = 2000;
  static constexpr std::uint64_t kBits = 64;

  [[nodiscard]] std::uint64_t moved_by(std::size_t from, std::size_t to) const {
    std::uint64_t sum = 0;
    for (std::size_t thread = from; thread < to; ++thread) sum += load(progress_[thread].moved);
    return sum;
  }

  [[noreturn]] void fail_stuck() {
    check_.fail(pushed() == producers_ * items_each_
                    ? "{} items went in, and only {} came out. Then the ring says that it is empty, for ever: the rest "
                      "is lost."
                    : "After {} items in and {} items out nothing moves any more: the producers are told that the ring "
                      "is full, and the consumers that it is empty.",
                pushed(), popped());
  }

  Check& check_;
  const std::size_t producers_;
  const std::size_t consumers_;
  const std::uint64_t items_each_;
  Progress progress_[kMostThreads];
  std::uint64_t* received_;  // a bit for each item
};

}  // namespace mpmc
