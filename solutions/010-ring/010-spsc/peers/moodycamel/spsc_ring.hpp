// moodycamel::ReaderWriterQueue (Debian: libreaderwriterqueue-dev) behind the interface that `check/sweep.cc` drives.
// `try_enqueue` never allocates: the queue keeps the blocks it was made with, which hold at least Capacity elements.
#pragma once

#include <readerwriterqueue/readerwriterqueue.h>

#include <cstddef>

template <typename T, std::size_t Capacity>
class SpscRing {
 public:
  bool try_push(const T& value) { return queue_.try_enqueue(value); }
  bool try_pop(T& out) { return queue_.try_dequeue(out); }

 private:
  moodycamel::ReaderWriterQueue<T> queue_{Capacity};
};
