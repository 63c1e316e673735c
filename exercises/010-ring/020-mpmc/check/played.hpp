// A ring that is played with by one thread, call by call, against what it should do.
#pragma once

#include <exception>

#include "any_ring.hpp"

namespace mpmc {

// Plays: items are numbered 1, 2, 3, … in the order in which they go in, and have to come out in it.
class Played {
 public:
  [[gnu::noinline]] Played(Check& check, MakeRing make, std::size_t first_index = 0)
      : check_(check), owned_(make(check, first_index)), ring_(*owned_) {}
  Played(const Played&) = delete;
  Played& operator=(const Played&) = delete;
  // A ring that has failed is left alone: its destructor may hang or crash, and would hide what was found.
  [[gnu::noinline]] ~Played() {
    if (std::uncaught_exceptions() != 0) return;
    check_.doing("ring.~MpmcRing()");
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

}  // namespace mpmc
