// What happens to the next call: a function of the schedule and of how many calls there were.
#pragma once

#include <cstdint>

#include "faults/kinds.hpp"
#include "lab/faults.hpp"

namespace lab::faults {

// Draws happenings. Calls of several threads take turns in the order in which they arrive.
class Dice {
 public:
  void begin(const Schedule& schedule) noexcept {
    schedule_ = schedule;
    drawn_ = 0;
    for (std::uint32_t& used : used_) used = 0;
  }

  Happening draw(Direction direction) noexcept {
    const Side& side = side_of(direction);
    std::uint32_t& used = used_[static_cast<std::size_t>(direction)];
    const std::uint32_t turn = __atomic_fetch_add(&used, 1, __ATOMIC_RELAXED);
    const std::uint64_t number = next();
    Happening happening = turn < side.script.size() ? side.script[turn] : by_chance(side.chances, number);
    // High bits: the low ones have chosen the fault.
    if (happening.fault == Fault::kShort && happening.amount == 0) {
      happening.amount = 1 + static_cast<std::uint32_t>(number >> 32) % kLargestChoice;
    }
    return happening;
  }

 private:
  // Shortened calls do few messages more often than many; a batch is 32 or 64.
  static constexpr std::uint32_t kLargestChoice = 16;

  [[nodiscard]] const Side& side_of(Direction direction) const noexcept {
    switch (direction) {
      case Direction::kReceive:
        return schedule_.receive;
      case Direction::kSend:
        return schedule_.send;
      case Direction::kWait:
        break;
    }
    return schedule_.wait;
  }

  static Happening by_chance(const Chances& chances, std::uint64_t number) noexcept {
    std::uint32_t left = number & 0xff;
    const auto falls = [&left](std::uint8_t chance) {
      const bool hit = left < chance;
      left -= hit ? 0 : chance;
      return hit;
    };
    if (falls(chances.shortened)) return {Fault::kShort, 0};
    if (falls(chances.again)) return {Fault::kAgain, 0};
    if (falls(chances.interrupted)) return {Fault::kInterrupted, 0};
    if (falls(chances.no_buffers)) return {Fault::kNoBuffers, 0};
    if (falls(chances.refused)) return {Fault::kRefused, 0};
    if (falls(chances.no_segments)) return {Fault::kNoSegments, 0};
    return {};
  }

  std::uint64_t next() noexcept {  // SplitMix64 (Steele et al., OOPSLA 2014), as a function of a counter
    const std::uint64_t turn = __atomic_add_fetch(&drawn_, 1, __ATOMIC_RELAXED);
    std::uint64_t mixed = schedule_.seed + turn * 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }

  Schedule schedule_;
  std::uint64_t drawn_ = 0;
  std::uint32_t used_[3] = {};
};

}  // namespace lab::faults
