// A queue in an array: two counters that only grow, and nothing is moved.
#pragma once

#include <cstddef>
#include <cstdint>

class Fifo {
 public:
  static constexpr std::size_t kCapacity = 256;

  bool push(std::uint64_t value) {
    if (tail_ - head_ == kCapacity) return false;
    slots_[tail_++ % kCapacity] = value;
    return true;
  }

  bool pop(std::uint64_t& out) {
    if (tail_ == head_) return false;
    out = slots_[head_++ % kCapacity];
    return true;
  }

 private:
  std::uint64_t slots_[kCapacity];
  std::size_t head_ = 0;  // of the oldest; counts pops
  std::size_t tail_ = 0;  // behind the newest; counts pushes
};
