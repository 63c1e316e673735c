// Atomic operations: __tsan_atomic64_load and its kin (compiler-rt, tsan/rtl/tsan_interface_atomic.h).
#include "entry.hpp"

namespace lab::sim {
namespace {

using std::uintptr_t;
using Wide = unsigned __int128;

// While nothing is simulated there is one thread: wide objects need no lock then, and no libatomic.
template <typename T>
constexpr bool kWide = sizeof(T) > sizeof(std::uint64_t);

// What the compilers pass as an order may have further bits: hardware lock elision's (GCC manual, "x86 specific memory
// model extensions").
constexpr Order order_of(int number) noexcept { return static_cast<Order>(number & 7); }

template <typename T>
T load(const volatile T* at, int order, uintptr_t place) {
  if (!program_is_running) {
    if constexpr (kWide<T>)
      return *at;
    else
      return __atomic_load_n(at, __ATOMIC_SEQ_CST);
  }
  const Entered entered;
  return static_cast<T>(simulation().load(reinterpret_cast<uintptr_t>(at), sizeof(T), order_of(order), place));
}

template <typename T>
void store(volatile T* at, T value, int order, uintptr_t place) {
  if (!program_is_running) {
    if constexpr (kWide<T>)
      *at = value;
    else
      __atomic_store_n(at, value, __ATOMIC_SEQ_CST);
    return;
  }
  const Entered entered;
  simulation().store(reinterpret_cast<uintptr_t>(at), sizeof(T), order_of(order), value, place);
}

template <typename T>
T modify(volatile T* at, T argument, int order, Modify change, uintptr_t place) {
  if (!program_is_running) {
    if constexpr (kWide<T>) {
      const T before = *at;
      *at = static_cast<T>(change(before, argument));
      return before;
    } else {
      T old = __atomic_load_n(at, __ATOMIC_SEQ_CST);
      while (!__atomic_compare_exchange_n(at, &old, static_cast<T>(change(old, argument)), false, __ATOMIC_SEQ_CST,
                                          __ATOMIC_SEQ_CST)) {
      }
      return old;
    }
  }
  const Entered entered;
  return static_cast<T>(
      simulation().modify(reinterpret_cast<uintptr_t>(at), sizeof(T), order_of(order), change, argument, place));
}

template <typename T>
bool compare_exchange(volatile T* at, T* expected, T desired, int success, int failure, bool weak, uintptr_t place) {
  if (!program_is_running) {
    if constexpr (kWide<T>) {
      const bool equal = *at == *expected;
      if (equal)
        *at = desired;
      else
        *expected = *at;
      return equal;
    } else {
      return __atomic_compare_exchange_n(at, expected, desired, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    }
  }
  const Entered entered;
  Value seen = *expected;
  const bool succeeded = simulation().compare_exchange(reinterpret_cast<uintptr_t>(at), sizeof(T), order_of(success),
                                                       order_of(failure), seen, desired, weak, place);
  *expected = static_cast<T>(seen);
  return succeeded;
}

// The memory cuts results to the object's size.
Value exchange(Value, Value argument) { return argument; }
Value add(Value old, Value argument) { return old + argument; }
Value subtract(Value old, Value argument) { return old - argument; }
Value conjoin(Value old, Value argument) { return old & argument; }
Value disjoin(Value old, Value argument) { return old | argument; }
Value differ(Value old, Value argument) { return old ^ argument; }
Value not_both(Value old, Value argument) { return ~(old & argument); }

void fence(int order, uintptr_t place) {
  if (!program_is_running) return __atomic_thread_fence(__ATOMIC_SEQ_CST);
  const Entered entered;
  simulation().fence(order_of(order), place);
}

[[noreturn]] void refuse_large() {
  const Entered entered;
  simulation().refuse("atomic objects of more than 16 bytes: those are locks in disguise (is_lock_free() is false)");
}

}  // namespace
}  // namespace lab::sim

namespace sim = lab::sim;

#define LAB_SIM_MODIFY(bits, type, name, change)                                                 \
  LAB_SIM_ENTRY type __tsan_atomic##bits##_##name(volatile type* at, type argument, int order) { \
    return sim::modify<type>(at, argument, order, sim::change, LAB_SIM_PLACE);                   \
  }

#define LAB_SIM_ATOMIC(bits, type)                                                                                 \
  LAB_SIM_ENTRY type __tsan_atomic##bits##_load(const volatile type* at, int order) {                              \
    return sim::load<type>(at, order, LAB_SIM_PLACE);                                                              \
  }                                                                                                                \
  LAB_SIM_ENTRY void __tsan_atomic##bits##_store(volatile type* at, type value, int order) {                       \
    sim::store<type>(at, value, order, LAB_SIM_PLACE);                                                             \
  }                                                                                                                \
  LAB_SIM_MODIFY(bits, type, exchange, exchange)                                                                   \
  LAB_SIM_MODIFY(bits, type, fetch_add, add)                                                                       \
  LAB_SIM_MODIFY(bits, type, fetch_sub, subtract)                                                                  \
  LAB_SIM_MODIFY(bits, type, fetch_and, conjoin)                                                                   \
  LAB_SIM_MODIFY(bits, type, fetch_or, disjoin)                                                                    \
  LAB_SIM_MODIFY(bits, type, fetch_xor, differ)                                                                    \
  LAB_SIM_MODIFY(bits, type, fetch_nand, not_both)                                                                 \
  LAB_SIM_ENTRY int __tsan_atomic##bits##_compare_exchange_strong(volatile type* at, type* expected, type desired, \
                                                                  int success, int failure) {                      \
    return sim::compare_exchange<type>(at, expected, desired, success, failure, false, LAB_SIM_PLACE) ? 1 : 0;     \
  }                                                                                                                \
  LAB_SIM_ENTRY int __tsan_atomic##bits##_compare_exchange_weak(volatile type* at, type* expected, type desired,   \
                                                                int success, int failure) {                        \
    return sim::compare_exchange<type>(at, expected, desired, success, failure, true, LAB_SIM_PLACE) ? 1 : 0;      \
  }                                                                                                                \
  LAB_SIM_ENTRY type __tsan_atomic##bits##_compare_exchange_val(volatile type* at, type expected, type desired,    \
                                                                int success, int failure) {                        \
    sim::compare_exchange<type>(at, &expected, desired, success, failure, false, LAB_SIM_PLACE);                   \
    return expected;                                                                                               \
  }

LAB_SIM_ATOMIC(8, unsigned char)
LAB_SIM_ATOMIC(16, unsigned short)
LAB_SIM_ATOMIC(32, unsigned int)
LAB_SIM_ATOMIC(64, unsigned long)
LAB_SIM_ATOMIC(128, sim::Wide)

// What std::atomic calls for larger objects (libatomic; GCC wiki, "Atomic/GCCMM/LIbrary").
#define LAB_SIM_LARGE(name)                                          \
  extern "C" void lab_sim_large_##name() __asm__("__atomic_" #name); \
  LAB_SIM_ENTRY void lab_sim_large_##name() { sim::refuse_large(); }
LAB_SIM_LARGE(load)
LAB_SIM_LARGE(store)
LAB_SIM_LARGE(exchange)
LAB_SIM_LARGE(compare_exchange)

LAB_SIM_ENTRY void __tsan_atomic_thread_fence(int order) { sim::fence(order, LAB_SIM_PLACE); }
// Orders the compiler only, and within one thread there is nothing to be ordered.
LAB_SIM_ENTRY void __tsan_atomic_signal_fence(int) {}
