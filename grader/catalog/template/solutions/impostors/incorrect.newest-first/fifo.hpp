// Wrong: it is a stack. The newest value leaves first.
#pragma once

#include <cstddef>
#include <cstdint>

class Fifo {
 public:
  static constexpr std::size_t kCapacity = 256;

  bool push(std::uint64_t value) {
    if (size_ == kCapacity) return false;
    slots_[size_++] = value;
    return true;
  }

  bool pop(std::uint64_t& out) {
    if (size_ == 0) return false;
    out = slots_[--size_];
    return true;
  }

 private:
  std::uint64_t slots_[kCapacity];
  std::size_t size_ = 0;
};
