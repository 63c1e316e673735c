// One word that all threads take with an exchange before they look at the indices, and give back before they move an
// element; as in the naive way, but whoever finds it taken spins. When the thread that has it is stopped, all others
// spin for as long as that lasts. People write it because the word is held for a few instructions only, and the
// scheduler has no time to come in between; it has. The checks that stop a thread in the move of an element do not see
// it. Caught on the simulated machine, which stops threads where it likes (step orders-producers: the others spin, and
// the run comes to no end).
#pragma once

#include <atomic>
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

  struct Slot {
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
    const std::lock_guard lock(word_);
    Slot& claimed = slot(index);
    if (claimed.state != needed) return nullptr;
    claimed.state = State::kInUse;
    ++index;
    return &claimed;
  }

  void finish(Slot& claimed, State state) {
    const std::lock_guard lock(word_);
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

  class Word {
   public:
    void lock() noexcept {
      while (taken_.exchange(true, std::memory_order_acquire)) {  // partner: the release store in unlock()
        while (taken_.load(std::memory_order_relaxed)) {
        }
      }
    }
    void unlock() noexcept { taken_.store(false, std::memory_order_release); }

   private:
    std::atomic<bool> taken_{false};
  };

  Word word_;
  std::size_t head_;  // index of the next pop
  std::size_t tail_;  // index of the next push
  Slot slots_[Capacity];
};
