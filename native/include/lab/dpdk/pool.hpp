// A pool of mbufs that is counted afterwards, one by one: a leak, and an mbuf that was freed twice, both show.
#pragma once

#include <rte_mbuf.h>
#include <rte_mempool.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace lab::dpdk {

class CountedPool {
 public:
  // Without per-lcore caches, so that the pool itself knows where all of its mbufs are. `size`: 2^n - 1
  // (rte_mempool.h).
  explicit CountedPool(unsigned size) : size_(size), reserve_(size + 1) {
    static unsigned number = 0;
    char name[RTE_MEMPOOL_NAMESIZE];
    snprintf(name, sizeof name, "counted-%u", number++);
    pool_ = rte_pktmbuf_pool_create(name, 2 * size + 1, 0, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
    // A full pool loses what is given back to it once too often. With these outside it is never full.
    if (pool_ == nullptr || rte_mempool_get_bulk(pool_, reserve_.data(), size + 1) != 0) abort();
  }
  ~CountedPool() { rte_mempool_free(pool_); }
  CountedPool(const CountedPool&) = delete;
  CountedPool& operator=(const CountedPool&) = delete;

  [[nodiscard]] rte_mempool* get() const noexcept { return pool_; }
  [[nodiscard]] unsigned size() const noexcept { return size_; }

  struct Stock {
    unsigned missing = 0;  // of the pool's mbufs
    unsigned twice = 0;    // given back more than once
  };

  // Takes everything out, looks, and puts each mbuf back once. For when nobody else uses the pool.
  [[nodiscard]] Stock take_stock() const {
    std::vector<void*> found;
    for (void* object = nullptr; found.size() < 2 * size_ && rte_mempool_get(pool_, &object) == 0;) {
      found.push_back(object);
    }
    const auto all = static_cast<unsigned>(found.size());
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    const auto different = static_cast<unsigned>(found.size());
    for (void* object : found) rte_mempool_put(pool_, object);
    return {size_ - different, all - different};
  }

 private:
  rte_mempool* pool_;
  unsigned size_;
  std::vector<void*> reserve_;
};

}  // namespace lab::dpdk
