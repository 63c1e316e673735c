// DPDK's rte_ring in single-producer single-consumer mode (Debian: libdpdk-dev) behind the interface that
// `check/sweep.cc` drives: one element a call, elements of any size (rte_ring_elem.h). It needs no EAL: rte_ring_init
// works on memory of one's own. RING_F_EXACT_SZ makes all Capacity slots usable, in a ring of twice as many.
#pragma once

#include <rte_config.h>
#include <rte_ring_elem.h>

#include <cstddef>
#include <cstdlib>
#include <new>

template <typename T, std::size_t Capacity>
class SpscRing {
 public:
  SpscRing() : ring_(allocate()) {
    const unsigned flags = RING_F_SP_ENQ | RING_F_SC_DEQ | RING_F_EXACT_SZ;
    if (rte_ring_init(ring_, "bench", Capacity, flags) != 0) throw std::bad_alloc();
  }
  ~SpscRing() { std::free(ring_); }
  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  bool try_push(const T& value) { return rte_ring_sp_enqueue_elem(ring_, const_cast<T*>(&value), sizeof(T)) == 0; }
  bool try_pop(T& out) { return rte_ring_sc_dequeue_elem(ring_, &out, sizeof(T)) == 0; }

 private:
  static rte_ring* allocate() {
    // Alignment and slot count as rte_ring_create_elem would choose them.
    const auto bytes = static_cast<std::size_t>(rte_ring_get_memsize_elem(sizeof(T), 2 * Capacity));
    const std::size_t rounded = (bytes + RTE_CACHE_LINE_SIZE - 1) / RTE_CACHE_LINE_SIZE * RTE_CACHE_LINE_SIZE;
    void* memory = std::aligned_alloc(RTE_CACHE_LINE_SIZE, rounded);
    if (memory == nullptr) throw std::bad_alloc();
    return static_cast<rte_ring*>(memory);
  }

  rte_ring* ring_;
};
