// boost::lockfree::spsc_queue (Debian: libboost-dev) behind the interface that `check/sweep.cc` drives.
#pragma once

#include <boost/lockfree/spsc_queue.hpp>
#include <cstddef>

template <typename T, std::size_t Capacity>
class SpscRing {
 public:
  bool try_push(const T& value) { return queue_.push(value); }
  bool try_pop(T& out) { return queue_.pop(out); }

 private:
  boost::lockfree::spsc_queue<T, boost::lockfree::capacity<Capacity>> queue_;
};
