// Containers of the runtime's own. They live on malloc: `operator new` belongs to the simulated program
// (front/heap.cc).
#pragma once

#include <cstdlib>
#include <new>
#include <vector>

namespace lab::sim {

template <typename T>
struct RawAllocator {
  using value_type = T;
  RawAllocator() = default;
  template <typename U>
  RawAllocator(const RawAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor): the standard wants it
  T* allocate(std::size_t count) {
    void* const memory = std::malloc(count * sizeof(T));
    if (memory == nullptr) std::abort();
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t) noexcept { std::free(memory); }
  template <typename U>
  bool operator==(const RawAllocator<U>&) const noexcept {
    return true;
  }
};

template <typename T>
using Vector = std::vector<T, RawAllocator<T>>;

}  // namespace lab::sim
