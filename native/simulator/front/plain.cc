// Plain accesses: __tsan_read4 and its kin, of g++ and of clang (compiler-rt, tsan/rtl/tsan_interface.h).
#include "entry.hpp"

namespace lab::sim {
namespace {

inline void plain(const volatile void* address, std::size_t size, bool write, std::uintptr_t place) {
  if (!program_is_running) return;
  const Entered entered;
  simulation().plain(reinterpret_cast<std::uintptr_t>(address), size, write, place);
}

}  // namespace
}  // namespace lab::sim

using lab::sim::plain;

LAB_SIM_ENTRY void __tsan_init() {}

LAB_SIM_ENTRY void __tsan_func_entry(void* caller) {
  if (!lab::sim::program_is_running) return;
  const lab::sim::Entered entered;
  lab::sim::simulation().enter_function(reinterpret_cast<std::uintptr_t>(caller) - 1);
}

LAB_SIM_ENTRY void __tsan_func_exit() {
  if (lab::sim::program_is_running) lab::sim::simulation().leave_function();
}

#define LAB_SIM_PLAIN(size)                                                                                    \
  LAB_SIM_ENTRY void __tsan_read##size(void* at) { plain(at, size, false, LAB_SIM_PLACE); }                    \
  LAB_SIM_ENTRY void __tsan_write##size(void* at) { plain(at, size, true, LAB_SIM_PLACE); }                    \
  LAB_SIM_ENTRY void __tsan_unaligned_read##size(const void* at) { plain(at, size, false, LAB_SIM_PLACE); }    \
  LAB_SIM_ENTRY void __tsan_unaligned_write##size(void* at) { plain(at, size, true, LAB_SIM_PLACE); }          \
  LAB_SIM_ENTRY void __tsan_volatile_read##size(void* at) { plain(at, size, false, LAB_SIM_PLACE); }           \
  LAB_SIM_ENTRY void __tsan_volatile_write##size(void* at) { plain(at, size, true, LAB_SIM_PLACE); }           \
  LAB_SIM_ENTRY void __tsan_unaligned_volatile_read##size(void* at) { plain(at, size, false, LAB_SIM_PLACE); } \
  LAB_SIM_ENTRY void __tsan_unaligned_volatile_write##size(void* at) { plain(at, size, true, LAB_SIM_PLACE); } \
  LAB_SIM_ENTRY void __tsan_read_write##size(void* at) {                                                       \
    plain(at, size, false, LAB_SIM_PLACE);                                                                     \
    plain(at, size, true, LAB_SIM_PLACE);                                                                      \
  }                                                                                                            \
  LAB_SIM_ENTRY void __tsan_unaligned_read_write##size(void* at) {                                             \
    plain(at, size, false, LAB_SIM_PLACE);                                                                     \
    plain(at, size, true, LAB_SIM_PLACE);                                                                      \
  }

LAB_SIM_PLAIN(1)
LAB_SIM_PLAIN(2)
LAB_SIM_PLAIN(4)
LAB_SIM_PLAIN(8)
LAB_SIM_PLAIN(16)

LAB_SIM_ENTRY void __tsan_read_range(void* at, unsigned long size) { plain(at, size, false, LAB_SIM_PLACE); }
LAB_SIM_ENTRY void __tsan_write_range(void* at, unsigned long size) { plain(at, size, true, LAB_SIM_PLACE); }

// The pointer to an object's virtual functions.
LAB_SIM_ENTRY void __tsan_vptr_read(void** at) { plain(at, sizeof *at, false, LAB_SIM_PLACE); }
LAB_SIM_ENTRY void __tsan_vptr_update(void** at, void* value) {
  if (*at != value) plain(at, sizeof *at, true, LAB_SIM_PLACE);
}
