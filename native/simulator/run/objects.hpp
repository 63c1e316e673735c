// What the scenario has told of its objects (World::object), so that addresses can be told as offsets into them.
#pragma once

#include <cstdint>

namespace lab::sim {

struct Object {
  std::uintptr_t begin;
  std::size_t size;
  const char* type;  // as typeid(T).name() has it
};

class Objects {
 public:
  void reset() noexcept { count_ = 0; }

  // Further ones than there is room for are not known.
  void add(const Object& object) noexcept {
    if (count_ < kMost) all_[count_++] = object;
  }

  [[nodiscard]] const Object* find(std::uintptr_t address) const noexcept {
    for (std::uint32_t i = 0; i < count_; ++i) {
      if (address - all_[i].begin < all_[i].size) return &all_[i];
    }
    return nullptr;
  }

 private:
  static constexpr std::uint32_t kMost = 16;

  Object all_[kMost]{};
  std::uint32_t count_ = 0;
};

}  // namespace lab::sim
