// A ring that is played with by one thread, call by call, against what it should do.
#pragma once

#include <exception>

#include "any_ring.hpp"

namespace spsc {

// Plays: items are numbered 1, 2, 3, … in the order in which they go in, and have to come out in it.
class Played {
 public:
  static constexpr std::size_t kMostAtOnce = 2048;

  [[gnu::noinline]] Played(Check& check, MakeRing make, std::size_t first_index = 0)
      : check_(check), owned_(make(check, first_index)), ring_(*owned_) {}
  Played(const Played&) = delete;
  Played& operator=(const Played&) = delete;
  // A ring that has failed is left alone: its destructor may hang or crash, and would hide what was found.
  [[gnu::noinline]] ~Played() {
    if (std::uncaught_exceptions() != 0) return;
    check_.doing("ring.~SpscRing()");
    delete owned_;
    check_.got("");
  }

  [[nodiscard]] std::size_t capacity() const { return ring_.capacity(); }

  [[nodiscard]] std::size_t inside() const { return pushed_ - popped_; }
  [[nodiscard]] std::size_t room() const { return ring_.capacity() - inside(); }

  [[gnu::noinline]] void try_push(bool copy = true) {
    std::uint64_t number = pushed_ + 1;
    check_.doing(copy ? "ring.try_push({})" : "ring.try_push(std::move({}))", number);
    const bool went_in = ring_.try_push(number, copy);
    check_.got(" -> {b}", went_in);
    if (room() == 0) {
      check_.expect(!went_in, "That should be false: the ring is full, all {} slots are taken.", ring_.capacity());
      check_.expect(number == pushed_ + 1, "A push that returns false has to leave its argument as it was.");
    } else {
      check_.expect(went_in, "That should be true: {} of {} slots are taken.", inside(), ring_.capacity());
      ++pushed_;
    }
    ring_.audit(check_, inside());
  }

  [[gnu::noinline]] void try_pop() {
    std::uint64_t out = kMark;
    check_.doing("ring.try_pop(out)");
    const bool came_out = ring_.try_pop(out);
    if (!came_out) {
      check_.got(" -> false");
      check_.expect(inside() == 0, "That should be true: item {} is in the ring.", popped_ + 1);
      check_.expect(out == kMark, "A pop that returns false has to leave `out` as it was.");
    } else {
      check_.got(" -> true, out = {}", out);
      check_.expect(inside() != 0, "That should be false: the ring is empty.");
      check_.expect(out == popped_ + 1, "`out` should be {}, the oldest item in the ring.", popped_ + 1);
      ++popped_;
    }
    ring_.audit(check_, inside());
  }

  [[gnu::noinline]] void push_n(std::size_t count) {
    std::uint64_t numbers[kMostAtOnce];
    for (std::size_t i = 0; i < count; ++i) numbers[i] = pushed_ + 1 + i;
    if (count == 0) {
      check_.doing("ring.push_n(no items)");
    } else {
      check_.doing(count == 1 ? "ring.push_n({} item: {})" : "ring.push_n({} items: {} …)", count, pushed_ + 1);
    }
    const std::size_t went_in = ring_.push_n({numbers, count});
    check_.got(" -> {}", went_in);
    const std::size_t should = count < room() ? count : room();
    check_.expect(went_in == should, "That should be {}: {} items, and {} slots were free.", should, count, room());
    for (std::size_t i = went_in; i < count; ++i) {
      check_.expect(numbers[i] == pushed_ + 1 + i, "An item that push_n did not take has to stay as it was: item {}.",
                    pushed_ + 1 + i);
    }
    pushed_ += went_in;
    ring_.audit(check_, inside());
  }

  [[gnu::noinline]] void pop_n(std::size_t count) {
    std::uint64_t out[kMostAtOnce];
    for (std::size_t i = 0; i < count; ++i) out[i] = kMark;
    check_.doing("ring.pop_n(out, room for {})", count);
    const std::size_t came_out = ring_.pop_n({out, count});
    check_.got(" -> {}", came_out);
    const std::size_t should = count < inside() ? count : inside();
    check_.expect(came_out == should, "That should be {}: there was room for {}, and {} items were in the ring.",
                  should, count, inside());
    for (std::size_t i = 0; i < count; ++i) {
      if (i < came_out) {
        check_.expect(out[i] == popped_ + 1 + i, "out[{}] should be item {}; it is {}.", i, popped_ + 1 + i, out[i]);
      } else {
        check_.expect(out[i] == kMark, "pop_n has to leave what it did not fill as it was: out[{}].", i);
      }
    }
    popped_ += came_out;
    ring_.audit(check_, inside());
  }

  // Until it is full and has said so, until it is empty and has said so.
  [[gnu::noinline]] void fill() {
    while (room() != 0) try_push(pushed_ % 2 == 0);
    try_push(true);
    try_push(false);
  }
  [[gnu::noinline]] void drain() {
    while (inside() != 0) try_pop();
    try_pop();
  }

 private:
  Check& check_;
  AnyRing* const owned_;
  AnyRing& ring_;
  std::uint64_t pushed_ = 0;
  std::uint64_t popped_ = 0;
};

}  // namespace spsc
