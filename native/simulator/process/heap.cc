#include "heap.hpp"

#include <sys/mman.h>

#include <cstring>

namespace lab::sim {

void Heap::reset() noexcept {
  next_ = kBase;
  blocks_.clear();
  free_.clear();
  freed_.clear();
  anything_freed_ = false;
}

void* Heap::allocate(std::size_t size, std::size_t alignment) noexcept {
  if (!mapped_) {
    void* const wanted = reinterpret_cast<void*>(kBase);
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE;
    if (mmap(wanted, kSize, PROT_READ | PROT_WRITE, flags, -1, 0) != wanted) return nullptr;
    mapped_ = true;
  }
  if (size == 0) size = 1;
  if (size > kSize || alignment > kSize) return nullptr;
  if (alignment < kGrain) alignment = kGrain;
  for (std::size_t i = free_.size(); i-- > 0;) {
    Block* const block = blocks_.find(free_[i]);
    if (block == nullptr || block->size != size || block->alignment != alignment) continue;
    const std::uintptr_t begin = free_[i];
    free_.erase(free_.begin() + static_cast<std::ptrdiff_t>(i));
    block->used = true;
    mark(begin, size, false);
    std::memset(reinterpret_cast<void*>(begin), 0xa5, size);
    return reinterpret_cast<void*>(begin);
  }
  const std::uintptr_t begin = (next_ + alignment - 1) & ~(alignment - 1);
  if (begin + size > kBase + kSize) return nullptr;
  next_ = begin + ((size + kGrain - 1) & ~(kGrain - 1));
  bool fresh = false;
  blocks_.at(begin, fresh) = {size, alignment, true};
  std::memset(reinterpret_cast<void*>(begin), 0xa5, size);  // not zero: who forgets to initialize shall see it
  return reinterpret_cast<void*>(begin);
}

bool Heap::release(void* address) noexcept {
  const auto begin = reinterpret_cast<std::uintptr_t>(address);
  Block* const block = blocks_.find(begin);
  if (block == nullptr || !block->used) return false;
  block->used = false;
  free_.push_back(begin);
  mark(begin, block->size, true);
  return true;
}

std::size_t Heap::size_of(std::uintptr_t begin) noexcept {
  const Block* const block = blocks_.find(begin);
  return block != nullptr && block->used ? block->size : 0;
}

bool Heap::is_freed(std::uintptr_t address) noexcept {
  if (!anything_freed_ || !owns(address)) return false;
  const bool* const freed = freed_.find(address / kGrain);
  return freed != nullptr && *freed;
}

void Heap::mark(std::uintptr_t begin, std::size_t size, bool freed) {
  anything_freed_ = true;
  bool fresh = false;
  for (std::uintptr_t at = begin / kGrain; at <= (begin + size - 1) / kGrain; ++at) freed_.at(at, fresh) = freed;
}

}  // namespace lab::sim
