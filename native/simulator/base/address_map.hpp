// A hash table from addresses to small things. Emptied at the beginning of each run, which costs nothing.
#pragma once

#include <cstdint>

#include "raw.hpp"

namespace lab::sim {

template <typename T>
class AddressMap {
 public:
  AddressMap() { entries_.resize(kFirstSize); }

  void clear() noexcept {
    ++generation_;
    used_ = 0;
  }

  [[nodiscard]] T* find(std::uintptr_t address) noexcept {
    for (std::size_t i = hash(address);; ++i) {
      Entry& entry = entries_[i & (entries_.size() - 1)];
      if (entry.generation != generation_) return nullptr;
      if (entry.address == address) return &entry.value;
    }
  }

  // The entry at this address, made if it is not there: then `fresh` is true, and what is in it is anybody's.
  T& at(std::uintptr_t address, bool& fresh) {
    if (used_ * 2 >= entries_.size()) grow();
    for (std::size_t i = hash(address);; ++i) {
      Entry& entry = entries_[i & (entries_.size() - 1)];
      fresh = entry.generation != generation_;
      if (fresh) {
        entry.generation = generation_;
        entry.address = address;
        ++used_;
        return entry.value;
      }
      if (entry.address == address) return entry.value;
    }
  }

 private:
  static constexpr std::size_t kFirstSize = 1024;  // a power of two

  struct Entry {
    std::uintptr_t address = 0;
    std::uint64_t generation = 0;
    T value{};
  };

  // Neighbours stay apart (Fibonacci hashing: Knuth, TAOCP 3, 6.4).
  [[nodiscard]] std::size_t hash(std::uintptr_t address) const noexcept {
    return static_cast<std::size_t>((address * 0x9e3779b97f4a7c15) >> 32);
  }

  void grow() {
    Vector<Entry> old;
    old.resize(entries_.size() * 2);
    old.swap(entries_);
    used_ = 0;
    const std::uint64_t before = generation_;
    for (Entry& entry : old) {
      if (entry.generation != before) continue;
      bool fresh = false;
      at(entry.address, fresh) = static_cast<T&&>(entry.value);
    }
  }

  Vector<Entry> entries_;
  std::uint64_t generation_ = 1;
  std::size_t used_ = 0;
};

}  // namespace lab::sim
