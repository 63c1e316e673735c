// The honest slow way: when the oldest leaves, all others move up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

class Fifo {
 public:
  static constexpr std::size_t kCapacity = 256;

  bool push(std::uint64_t value) {
    if (values_.size() == kCapacity) return false;
    values_.push_back(value);
    return true;
  }

  bool pop(std::uint64_t& out) {
    if (values_.empty()) return false;
    out = values_.front();
    values_.erase(values_.begin());
    return true;
  }

 private:
  std::vector<std::uint64_t> values_;
};
