// The functions of C and C++ that access memory, or hand it out. g++ calls memcpy by its own name, clang up to 14 too.
#include <cstdlib>
#include <cstring>
#include <new>

#include "entry.hpp"

namespace lab::sim {
namespace {

void note(const void* address, std::size_t size, bool write, std::uintptr_t place) {
  if (!program_is_running || size == 0) return;
  const Entered entered;
  simulation().plain(reinterpret_cast<std::uintptr_t>(address), size, write, place);
}

// Whoever is in the machine's heap belongs to it; the rest of the process has malloc.
void* allocate(std::size_t size, std::size_t alignment) {
  if (program_is_running) {
    const Entered entered;
    void* const block = simulation().heap().allocate(size, alignment);
    if (block == nullptr) simulation().refuse("so much memory: a scenario has 64 MiB");
    simulation().races().forget(reinterpret_cast<std::uintptr_t>(block), size);
    simulation().memory().forget(reinterpret_cast<std::uintptr_t>(block), size);
    return block;
  }
  void* const block = alignment <= alignof(std::max_align_t)
                          ? std::malloc(size != 0 ? size : 1)
                          : std::aligned_alloc(alignment, (size + alignment - 1) & ~(alignment - 1));
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

void release(void* block, std::uintptr_t place) noexcept {
  if (block == nullptr) return;
  const auto address = reinterpret_cast<std::uintptr_t>(block);
  Heap& heap = simulation().heap();
  if (!heap.owns(address)) {
    std::free(block);
    return;
  }
  if (!program_is_running) return;  // a run that has ended, or is over with the next one
  // To give memory back is to write to all of it: nobody else may still be reading.
  note(block, heap.size_of(address), true, place);
  const Entered entered;
  if (heap.release(block)) return;
  Sentence sentence;
  simulation().fail(Failure::kFreed, sentence.add("This gives memory back that is not in use: it was freed before."));
}

}  // namespace
}  // namespace lab::sim

using lab::sim::note;

// Weak: a program may bring its own. Then its memory is not the machine's, and has other addresses in each run.
#define LAB_SIM_REPLACED __attribute__((weak))
LAB_SIM_REPLACED void* operator new(std::size_t size) { return lab::sim::allocate(size, 1); }
LAB_SIM_REPLACED void* operator new[](std::size_t size) { return lab::sim::allocate(size, 1); }
LAB_SIM_REPLACED void* operator new(std::size_t size, std::align_val_t alignment) {
  return lab::sim::allocate(size, static_cast<std::size_t>(alignment));
}
LAB_SIM_REPLACED void* operator new[](std::size_t size, std::align_val_t alignment) {
  return lab::sim::allocate(size, static_cast<std::size_t>(alignment));
}
LAB_SIM_REPLACED void operator delete(void* block) noexcept { lab::sim::release(block, LAB_SIM_PLACE); }
LAB_SIM_REPLACED void operator delete[](void* block) noexcept { lab::sim::release(block, LAB_SIM_PLACE); }
LAB_SIM_REPLACED void operator delete(void* block, std::size_t) noexcept { lab::sim::release(block, LAB_SIM_PLACE); }
LAB_SIM_REPLACED void operator delete[](void* block, std::size_t) noexcept { lab::sim::release(block, LAB_SIM_PLACE); }
LAB_SIM_REPLACED void operator delete(void* block, std::align_val_t) noexcept {
  lab::sim::release(block, LAB_SIM_PLACE);
}
LAB_SIM_REPLACED void operator delete[](void* block, std::align_val_t) noexcept {
  lab::sim::release(block, LAB_SIM_PLACE);
}
LAB_SIM_REPLACED void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
  lab::sim::release(block, LAB_SIM_PLACE);
}
LAB_SIM_REPLACED void operator delete[](void* block, std::size_t, std::align_val_t) noexcept {
  lab::sim::release(block, LAB_SIM_PLACE);
}

// The C library's own, under names that nobody else uses (Linux Standard Base, "__memmove_chk").
extern "C" void* lab_sim_move(void* to, const void* from, size_t size, size_t room) __asm__("__memmove_chk");
extern "C" void* lab_sim_fill(void* to, int byte, size_t size, size_t room) __asm__("__memset_chk");

namespace {
void* move(void* to, const void* from, size_t size, std::uintptr_t place) {
  note(from, size, false, place);
  note(to, size, true, place);
  return lab_sim_move(to, from, size, size);
}
void* fill(void* to, int byte, size_t size, std::uintptr_t place) {
  note(to, size, true, place);
  return lab_sim_fill(to, byte, size, size);
}
}  // namespace

LAB_SIM_ENTRY void* memcpy(void* to, const void* from, size_t size) { return move(to, from, size, LAB_SIM_PLACE); }
LAB_SIM_ENTRY void* memmove(void* to, const void* from, size_t size) { return move(to, from, size, LAB_SIM_PLACE); }
LAB_SIM_ENTRY void* memset(void* to, int byte, size_t size) { return fill(to, byte, size, LAB_SIM_PLACE); }
// clang from 15 on.
LAB_SIM_ENTRY void* __tsan_memcpy(void* to, const void* from, size_t size) {
  return move(to, from, size, LAB_SIM_PLACE);
}
LAB_SIM_ENTRY void* __tsan_memmove(void* to, const void* from, size_t size) {
  return move(to, from, size, LAB_SIM_PLACE);
}
LAB_SIM_ENTRY void* __tsan_memset(void* to, int byte, size_t size) { return fill(to, byte, size, LAB_SIM_PLACE); }
