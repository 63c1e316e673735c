// A ring that is played with by one thread, call by call, against what it should do. Element types and capacities hide
// behind `AnyRing`, so that the steps are compiled once and not once for each of them: this is compiled on every save.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <span>
#include <type_traits>

#include "contract.hpp"
#include "lab/check.hpp"

namespace spsc {

using lab::Check;

// What `out` holds before a pop, and must still hold after one that returns false. No item is ever numbered so high.
inline constexpr std::uint64_t kMark = 777'777'777;

// How items of a type are made from numbers and read again. The scenes are what a story begins with.
template <typename T>
struct Kind;

template <>
struct Kind<std::uint64_t> {
  static constexpr const char* kScene = "SpscRing<std::uint64_t, {}> ring;";
  static constexpr const char* kSceneAt = "SpscRing<std::uint64_t, {}> ring({});";
  static std::uint64_t make(std::uint64_t number) { return number; }
  static std::uint64_t number(std::uint64_t item) { return item; }
  static void begin() {}
  static void audit(Check&, std::size_t) {}
};

template <>
struct Kind<Item> {
  static constexpr const char* kScene = "SpscRing<Item, {}> ring;  // as in the benchmark";
  static constexpr const char* kSceneAt = "SpscRing<Item, {}> ring({});  // as in the benchmark";
  static Item make(std::uint64_t number) { return Item{number}; }
  static std::uint64_t number(Item item) { return item.value; }
  static void begin() {}
  static void audit(Check&, std::size_t) {}
};

class AnyRing {
 public:
  virtual ~AnyRing() = default;
  [[nodiscard]] virtual std::size_t capacity() const = 0;
  // The value is what it holds after the call. `copy` picks try_push(const T&), where elements can be copied.
  virtual bool try_push(std::uint64_t& number, bool copy) = 0;
  virtual bool try_pop(std::uint64_t& number) = 0;
  virtual std::size_t push_n(std::span<std::uint64_t> numbers) = 0;
  virtual std::size_t pop_n(std::span<std::uint64_t> numbers) = 0;
  // After each call: with elements that count themselves, as many must be alive as there should be in the ring.
  virtual void audit(Check& check, std::size_t inside) const = 0;
};

// Elements made of numbers, in exactly as much memory as they need: the address sanitizer guards its end.
template <typename T>
class Items {
 public:
  [[gnu::noinline]] explicit Items(std::span<const std::uint64_t> numbers)
      : size_(numbers.size()),
        items_(static_cast<T*>(::operator new(size_ * sizeof(T), std::align_val_t(alignof(T))))) {
    for (std::size_t i = 0; i < size_; ++i) new (items_ + i) T(Kind<T>::make(numbers[i]));
  }
  Items(const Items&) = delete;
  Items& operator=(const Items&) = delete;
  [[gnu::noinline]] ~Items() {
    for (std::size_t i = 0; i < size_; ++i) items_[i].~T();
    ::operator delete(items_, std::align_val_t(alignof(T)));
  }
  std::span<T> all() { return {items_, size_}; }
  [[gnu::noinline]] void read(std::span<std::uint64_t> numbers) const {
    for (std::size_t i = 0; i < size_; ++i) numbers[i] = Kind<T>::number(items_[i]);
  }

 private:
  std::size_t size_;
  T* items_;
};

template <typename T, std::size_t N>
class RingOf final : public AnyRing {
 public:
  // On the heap, where the address sanitizer sees what is in front of it and behind it.
  [[gnu::noinline]] RingOf() : ring_(new SpscRing<T, N>) {}
  [[gnu::noinline]] explicit RingOf(std::size_t first_index) : ring_(new SpscRing<T, N>(first_index)) {}
  RingOf(const RingOf&) = delete;
  RingOf& operator=(const RingOf&) = delete;
  [[gnu::noinline]] ~RingOf() override { delete ring_; }

  [[nodiscard]] std::size_t capacity() const override { return N; }

  bool try_push(std::uint64_t& number, bool copy) override {
    T item = Kind<T>::make(number);
    bool pushed = false;
    if constexpr (std::is_copy_constructible_v<T>) {
      pushed = copy ? ring_->try_push(static_cast<const T&>(item)) : ring_->try_push(static_cast<T&&>(item));
    } else {
      pushed = ring_->try_push(static_cast<T&&>(item));
    }
    number = Kind<T>::number(item);
    return pushed;
  }

  bool try_pop(std::uint64_t& number) override {
    T out = Kind<T>::make(number);
    const bool popped = ring_->try_pop(out);
    number = Kind<T>::number(out);
    return popped;
  }

  std::size_t push_n(std::span<std::uint64_t> numbers) override {
    Items<T> items(numbers);
    const std::size_t pushed = ring_->push_n(items.all());
    items.read(numbers);
    return pushed;
  }

  std::size_t pop_n(std::span<std::uint64_t> numbers) override {
    Items<T> items(numbers);
    const std::size_t popped = ring_->pop_n(items.all());
    items.read(numbers);
    return popped;
  }

  void audit(Check& check, std::size_t inside) const override { Kind<T>::audit(check, inside); }

 private:
  SpscRing<T, N>* ring_;
};

// Makes a ring whose indices start at `first_index`, and begins a story with it.
using MakeRing = AnyRing* (*)(Check& check, std::size_t first_index);

template <typename T, std::size_t N>
AnyRing* ring_of(Check& check, std::size_t first_index) {
  Kind<T>::begin();
  check.scene(Kind<T>::kSceneAt, N, first_index);
  return new RingOf<T, N>(first_index);
}

// The same with the other constructor.
template <typename T, std::size_t N>
AnyRing* default_ring_of(Check& check, std::size_t) {
  Kind<T>::begin();
  check.scene(Kind<T>::kScene, N);
  return new RingOf<T, N>;
}

// Plays: items are numbered 1, 2, 3, … in the order in which they go in, and have to come out in it.
class Played {
 public:
  static constexpr std::size_t kMostAtOnce = 2048;

  [[gnu::noinline]] Played(Check& check, MakeRing make, std::size_t first_index = 0)
      : check_(check), owned_(make(check, first_index)), ring_(*owned_) {}
  Played(const Played&) = delete;
  Played& operator=(const Played&) = delete;
  // A ring that has failed is left alone: its destructor may hang or crash, and would hide what was found.
  [[gnu::noinline]] ~Played() {
    if (std::uncaught_exceptions() != 0) return;
    check_.doing("ring.~SpscRing()");
    delete owned_;
    check_.got("");
  }

  [[nodiscard]] std::size_t capacity() const { return ring_.capacity(); }

  [[nodiscard]] std::size_t inside() const { return pushed_ - popped_; }
  [[nodiscard]] std::size_t room() const { return ring_.capacity() - inside(); }

  [[gnu::noinline]] void try_push(bool copy = true) {
    std::uint64_t number = pushed_ + 1;
    check_.doing(copy ? "ring.try_push({})" : "ring.try_push(std::move({}))", number);
    const bool went_in = ring_.try_push(number, copy);
    check_.got(" -> {b}", went_in);
    if (room() == 0) {
      check_.expect(!went_in, "That should be false: the ring is full, all {} slots are taken.", ring_.capacity());
      check_.expect(number == pushed_ + 1, "A push that returns false has to leave its argument as it was.");
    } else {
      check_.expect(went_in, "That should be true: {} of {} slots are taken.", inside(), ring_.capacity());
      ++pushed_;
    }
    ring_.audit(check_, inside());
  }

  [[gnu::noinline]] void try_pop() {
    std::uint64_t out = kMark;
    check_.doing("ring.try_pop(out)");
    const bool came_out = ring_.try_pop(out);
    if (!came_out) {
      check_.got(" -> false");
      check_.expect(inside() == 0, "That should be true: item {} is in the ring.", popped_ + 1);
      check_.expect(out == kMark, "A pop that returns false has to leave `out` as it was.");
    } else {
      check_.got(" -> true, out = {}", out);
      check_.expect(inside() != 0, "That should be false: the ring is empty.");
      check_.expect(out == popped_ + 1, "`out` should be {}, the oldest item in the ring.", popped_ + 1);
      ++popped_;
    }
    ring_.audit(check_, inside());
  }

  [[gnu::noinline]] void push_n(std::size_t count) {
    std::uint64_t numbers[kMostAtOnce];
    for (std::size_t i = 0; i < count; ++i) numbers[i] = pushed_ + 1 + i;
    if (count == 0) {
      check_.doing("ring.push_n(no items)");
    } else {
      check_.doing(count == 1 ? "ring.push_n({} item: {})" : "ring.push_n({} items: {} …)", count, pushed_ + 1);
    }
    const std::size_t went_in = ring_.push_n({numbers, count});
    check_.got(" -> {}", went_in);
    const std::size_t should = count < room() ? count : room();
    check_.expect(went_in == should, "That should be {}: {} items, and {} slots were free.", should, count, room());
    for (std::size_t i = went_in; i < count; ++i) {
      check_.expect(numbers[i] == pushed_ + 1 + i, "An item that push_n did not take has to stay as it was: item {}.",
                    pushed_ + 1 + i);
    }
    pushed_ += went_in;
    ring_.audit(check_, inside());
  }

  [[gnu::noinline]] void pop_n(std::size_t count) {
    std::uint64_t out[kMostAtOnce];
    for (std::size_t i = 0; i < count; ++i) out[i] = kMark;
    check_.doing("ring.pop_n(out, room for {})", count);
    const std::size_t came_out = ring_.pop_n({out, count});
    check_.got(" -> {}", came_out);
    const std::size_t should = count < inside() ? count : inside();
    check_.expect(came_out == should, "That should be {}: there was room for {}, and {} items were in the ring.",
                  should, count, inside());
    for (std::size_t i = 0; i < count; ++i) {
      if (i < came_out) {
        check_.expect(out[i] == popped_ + 1 + i, "out[{}] should be item {}; it is {}.", i, popped_ + 1 + i, out[i]);
      } else {
        check_.expect(out[i] == kMark, "pop_n has to leave what it did not fill as it was: out[{}].", i);
      }
    }
    popped_ += came_out;
    ring_.audit(check_, inside());
  }

  // Until it is full and has said so, until it is empty and has said so.
  [[gnu::noinline]] void fill() {
    while (room() != 0) try_push(pushed_ % 2 == 0);
    try_push(true);
    try_push(false);
  }
  [[gnu::noinline]] void drain() {
    while (inside() != 0) try_pop();
    try_pop();
  }

 private:
  Check& check_;
  AnyRing* const owned_;
  AnyRing& ring_;
  std::uint64_t pushed_ = 0;
  std::uint64_t popped_ = 0;
};

}  // namespace spsc
