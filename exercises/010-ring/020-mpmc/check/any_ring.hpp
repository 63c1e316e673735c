// Rings of every element type and capacity behind one interface, `AnyRing`, so that the steps are compiled once and not
// once for each of them: this is compiled on every save.
#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>

#include "contract.hpp"
#include "lab/check.hpp"
#include "lab/element.hpp"

namespace mpmc {

using lab::Check;
using lab::Element;
using lab::treatment;

// What `out` holds before a pop, and must still hold after one that returns false. No item is ever numbered so high.
inline constexpr std::uint64_t kMark = 777'777'777;

// How items of a type are made from numbers and read again. The scenes are what a story begins with.
template <typename T>
struct Kind;

template <>
struct Kind<std::uint64_t> {
  static constexpr const char* kScene = "MpmcRing<std::uint64_t, {}> ring;";
  static constexpr const char* kSceneAt = "MpmcRing<std::uint64_t, {}> ring({});";
  static std::uint64_t make(std::uint64_t number) { return number; }
  static std::uint64_t number(std::uint64_t item) { return item; }
  static void begin() {}
  static void audit(Check&, std::size_t) {}
};

template <>
struct Kind<Item> {
  static constexpr const char* kScene = "MpmcRing<Item, {}> ring;  // as in the benchmark";
  static constexpr const char* kSceneAt = "MpmcRing<Item, {}> ring({});  // as in the benchmark";
  static Item make(std::uint64_t number) { return Item{number}; }
  static std::uint64_t number(Item item) { return item.value; }
  static void begin() {}
  static void audit(Check&, std::size_t) {}
};

template <>
struct Kind<Element> {
  static constexpr const char* kScene = "MpmcRing<Element, {}> ring;  // an Element owns memory, and counts";
  static constexpr const char* kSceneAt = "MpmcRing<Element, {}> ring({});  // an Element owns memory, and counts";
  static Element make(std::uint64_t number) { return Element(number); }
  static std::uint64_t number(const Element& item) { return item.number(); }
  static void begin() { lab::treatment = {}; }  // what a ring that has failed has left behind is not the next one's
  static void audit(Check& check, std::size_t inside) { lab::audit_treatment(check, inside); }
};

class AnyRing {
 public:
  virtual ~AnyRing() = default;
  [[nodiscard]] virtual std::size_t capacity() const = 0;
  // The value is what it holds after the call. `copy` picks try_push(const T&), where elements can be copied.
  virtual bool try_push(std::uint64_t& number, bool copy) = 0;
  virtual bool try_pop(std::uint64_t& number) = 0;
  // After each call: with elements that count themselves, as many must be alive as there should be in the ring.
  virtual void audit(Check& check, std::size_t inside) const = 0;
};

template <typename T, std::size_t N>
class RingOf final : public AnyRing {
 public:
  // On the heap, where the address sanitizer sees what is in front of it and behind it.
  [[gnu::noinline]] RingOf() : ring_(new MpmcRing<T, N>) {}
  [[gnu::noinline]] explicit RingOf(std::size_t first_index) : ring_(new MpmcRing<T, N>(first_index)) {}
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

  void audit(Check& check, std::size_t inside) const override { Kind<T>::audit(check, inside); }

 private:
  MpmcRing<T, N>* ring_;
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

}  // namespace mpmc
