// A mutex around the whole call, the move of the element included. A thread that is stopped in there, by the operating
// system or by a page fault in the element's own code, stops everybody. People write it because the lock is held "only
// for a moment"; how long a moment is, the scheduler says. Caught by stopping a producer in the middle (step
// stopped-producer: the next call does not return).
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <utility>

template <typename T, std::size_t Capacity>
class MpmcRing {
  static_assert(Capacity >= 1 && (Capacity & (Capacity - 1)) == 0, "Capacity must be a power of two");

 public:
  MpmcRing() noexcept : MpmcRing(0) {}
  explicit MpmcRing(std::size_t first_index) noexcept : head_(first_index), tail_(first_index) {}
  ~MpmcRing() {
    for (; head_ != tail_; ++head_) slot(head_).element.~T();
  }

  MpmcRing(const MpmcRing&) = delete;
  MpmcRing& operator=(const MpmcRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) {
    const std::lock_guard lock(mutex_);
    if (head_ == tail_) return false;
    Slot& oldest = slot(head_++);
    out = std::move(oldest.element);
    oldest.element.~T();
    return true;
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  struct Slot {
    Slot() noexcept {}
    ~Slot() {}
    union {
      T element;
    };
  };

  Slot& slot(std::size_t index) noexcept { return slots_[index & (Capacity - 1)]; }

  template <typename U>
  bool push(U&& value) {
    const std::lock_guard lock(mutex_);
    if (tail_ - head_ == Capacity) return false;
    ::new (static_cast<void*>(&slot(tail_).element)) T(std::forward<U>(value));
    ++tail_;
    return true;
  }

  std::mutex mutex_;
  std::size_t head_;  // index of the next pop
  std::size_t tail_;  // index of the next push
  Slot slots_[Capacity];
};
