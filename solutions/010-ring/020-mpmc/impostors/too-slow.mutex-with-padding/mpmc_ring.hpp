// Everything that is said about cache lines, and a mutex around it: indices 128 bytes apart, a line for each slot, and
// two visits to one lock for every call all the same. Right. People write it because padding is the advice that is
// easiest to follow. Caught by the clock: the lock's line still crosses, and whoever finds it taken goes to sleep.
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
    Slot* const oldest = claim(head_, State::kFull);
    if (oldest == nullptr) return false;
    out = std::move(oldest->element);
    oldest->element.~T();
    finish(*oldest, State::kFree);
    return true;
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  enum class State : std::uint8_t { kFree, kFull, kInUse };

  struct alignas(64) Slot {
    Slot() noexcept {}
    ~Slot() {}
    union {
      T element;
    };
    State state = State::kFree;
  };

  Slot& slot(std::size_t index) noexcept { return slots_[index & (Capacity - 1)]; }

  // The slot of `index`, if it is in the state that the caller needs; then `index` has moved on.
  Slot* claim(std::size_t& index, State needed) {
    const std::lock_guard lock(mutex_);
    Slot& claimed = slot(index);
    if (claimed.state != needed) return nullptr;
    claimed.state = State::kInUse;
    ++index;
    return &claimed;
  }

  void finish(Slot& claimed, State state) {
    const std::lock_guard lock(mutex_);
    claimed.state = state;
  }

  template <typename U>
  bool push(U&& value) {
    Slot* const next = claim(tail_, State::kFree);
    if (next == nullptr) return false;
    ::new (static_cast<void*>(&next->element)) T(std::forward<U>(value));
    finish(*next, State::kFull);
    return true;
  }

  alignas(128) std::mutex mutex_;
  alignas(128) std::size_t head_;  // index of the next pop
  alignas(128) std::size_t tail_;  // index of the next push
  Slot slots_[Capacity];
};
