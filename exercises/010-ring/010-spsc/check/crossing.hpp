// What two threads share besides the ring that they are tested with: the stream of items that goes through it, and how
// far each side has come.
//
// Between the threads there is nothing but the ring: the counts they share are relaxed, so that the thread sanitizer
// sees no order except the one that the ring makes. Whether the stream has come to a halt is not a matter of time: it
// has when both sides have looked many times since the last item moved, and both have found nothing to do.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lab/check.hpp"
#include "lab/protocol.hpp"

namespace spsc {

using lab::Check;

// The values: the benchmark's own sequence, broken off and begun elsewhere every 512 items, so that nobody can know the
// next one without having received it.
class Stream {
 public:
  explicit Stream(std::uint64_t seed) : seed_(seed) {}
  [[nodiscard]] std::uint64_t value(std::uint64_t index) const {
    return lab::stream_value(seed_, index) + (index >> kBreakBits) * kElsewhere;
  }

  // Ends the step: `value` came out as number `index`, and is not the right one.
  [[noreturn]] void fail(Check& check, std::uint64_t value, std::uint64_t index) const {
    constexpr std::uint64_t kFar = 4096;  // four laps of the largest ring
    for (std::uint64_t far = 1; far <= kFar; ++far) {
      if (value == this->value(index + far)) {
        check.fail("Item {} came out next; item {} was due. What is between them was lost or overtaken.", index + far,
                   index);
      }
      if (far <= index && value == this->value(index - far)) {
        check.fail("Item {} came out for a second time; item {} was due.", index - far, index);
      }
    }
    check.fail("Item {} was due; what came out was never pushed: it was read before it was written, or is torn.",
               index);
  }

 private:
  static constexpr int kBreakBits = 9;
  static constexpr std::uint64_t kElsewhere = 0xd1342543de82ef95;  // any odd number (here from Steele and Vigna, 2021)
  std::uint64_t seed_;
};

// One side's view of how far both have come.
class alignas(128) Side {
 public:
  // `count` items have moved.
  void moved(std::uint64_t count) {
    store(moved_, load(moved_) + count);
    store(looks_, 0);
  }

  // Nothing to do. Returns true when the other side, too, has found nothing to do for as long: the ring is stuck. What
  // the other side is known to have done is read before the looks that count, so that it cannot have been done since.
  bool looked_in_vain(const Side& other) {
    const bool finished = other.finished();
    const bool waits_for_us = load(other.looks_) > kMany && load(other.seen_of_other_) == load(moved_);
    const std::uint64_t seen = load(other.moved_);
    if (seen != load(seen_of_other_) || finished != saw_finished_) store(looks_, 0);
    store(seen_of_other_, seen);
    saw_finished_ = finished;
    store(looks_, load(looks_) + 1);
    lab::let_others_run();
    return load(looks_) > kMany && (finished || waits_for_us);
  }

  void finish() { store(finished_, 1); }
  [[nodiscard]] bool finished() const { return load(finished_) != 0; }
  [[nodiscard]] std::uint64_t count() const { return load(moved_); }

 private:
  // Looks without success, each with a turn for the others in between. A store is visible to the other core a thousand
  // times earlier.
  static constexpr std::uint64_t kMany = 2000;

  static std::uint64_t load(const std::uint64_t& value) { return __atomic_load_n(&value, __ATOMIC_RELAXED); }
  static void store(std::uint64_t& at, std::uint64_t value) { __atomic_store_n(&at, value, __ATOMIC_RELAXED); }

  std::uint64_t moved_ = 0;
  std::uint64_t looks_ = 0;          // in vain, since anything has moved
  std::uint64_t seen_of_other_ = 0;  // the other side's `moved_` during these looks
  std::uint64_t finished_ = 0;
  bool saw_finished_ = false;
};

}  // namespace spsc
