// `operator new` of the simulated program: the same addresses in every run and on every machine, a freed block is the
// next one to be handed out (which is what brings ABA about), and what touches a freed one is caught.
#pragma once

#include "simulator/base/address_map.hpp"

namespace lab::sim {

class Heap {
 public:
  void reset() noexcept;
  // Null when there is no memory left. Alignment is a power of two.
  void* allocate(std::size_t size, std::size_t alignment) noexcept;
  // False for what is not a block that is in use.
  bool release(void* block) noexcept;
  [[nodiscard]] bool owns(std::uintptr_t address) const noexcept { return address - kBase < kSize; }
  // The size of a block that is in use; 0 for others.
  [[nodiscard]] std::size_t size_of(std::uintptr_t block) noexcept;
  // True for an address in a block that was freed and not handed out again.
  [[nodiscard]] bool is_freed(std::uintptr_t address) noexcept;

 private:
  // Far from everything that the kernel maps by itself (Documentation/arch/x86/x86_64/mm.rst, and arm64's).
  static constexpr std::uintptr_t kBase = 0x100000000000;
  static constexpr std::size_t kSize = std::size_t{64} << 20;
  static constexpr std::size_t kGrain = 16;

  struct Block {
    std::size_t size;
    std::size_t alignment;
    bool used;
  };

  void mark(std::uintptr_t begin, std::size_t size, bool freed);

  bool mapped_ = false;
  std::uintptr_t next_ = kBase;
  AddressMap<Block> blocks_;
  Vector<std::uintptr_t> free_;  // last in, first out
  AddressMap<bool> freed_;       // by grain
  bool anything_freed_ = false;
};

}  // namespace lab::sim
