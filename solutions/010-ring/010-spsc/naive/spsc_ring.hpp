// The honest slow way: a circular buffer behind a mutex. Correct for any number of threads, and every call pays for
// that: two atomic read-modify-writes on one cache line that both threads fight over, and a system call whenever they
// meet.
#pragma once

#include <cstddef>
#include <mutex>
#include <new>
#include <span>
#include <utility>

template <typename T, std::size_t Capacity>
class SpscRing {
  static_assert(Capacity >= 1 && (Capacity & (Capacity - 1)) == 0, "Capacity must be a power of two");

 public:
  SpscRing() noexcept : SpscRing(0) {}
  explicit SpscRing(std::size_t first_index) noexcept : head_(first_index), tail_(first_index) {}
  ~SpscRing() {
    for (; head_ != tail_; ++head_) slot(head_)->~T();
  }

  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) { return pop_n(std::span<T>(&out, 1)) == 1; }

  std::size_t push_n(std::span<T> items) {
    const std::lock_guard lock(mutex_);
    const std::size_t room = Capacity - (tail_ - head_);
    const std::size_t count = items.size() < room ? items.size() : room;
    for (std::size_t i = 0; i < count; ++i) new (slot(tail_++)) T(std::move(items[i]));
    return count;
  }

  std::size_t pop_n(std::span<T> out) {
    const std::lock_guard lock(mutex_);
    const std::size_t there = tail_ - head_;
    const std::size_t count = out.size() < there ? out.size() : there;
    for (std::size_t i = 0; i < count; ++i) {
      T* const oldest = slot(head_++);
      out[i] = std::move(*oldest);
      oldest->~T();
    }
    return count;
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  template <typename U>
  bool push(U&& value) {
    const std::lock_guard lock(mutex_);
    if (tail_ - head_ == Capacity) return false;
    new (slot(tail_++)) T(std::forward<U>(value));
    return true;
  }

  T* slot(std::size_t index) noexcept {
    return std::launder(reinterpret_cast<T*>(memory_ + (index & (Capacity - 1)) * sizeof(T)));
  }

  std::mutex mutex_;
  std::size_t head_;  // index of the oldest element
  std::size_t tail_;  // index of the next free slot; tail_ - head_ elements are inside
  alignas(T) std::byte memory_[Capacity * sizeof(T)];
};
