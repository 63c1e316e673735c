// What `mpmc_ring.hpp` has to offer, said in words before the compiler says it in templates. Every program that uses
// the ring includes this file and nothing else of the learner's.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "mpmc_ring.hpp"

namespace mpmc {

// What the benchmark carries: eight opaque bytes. The correctness programs use the same instantiation.
struct Item {
  std::uint64_t value;
};

inline constexpr std::size_t kBenchmarkCapacity = 1024;

// The least an element can be: it moves, and nothing else.
struct MoveOnly {
  explicit MoveOnly(std::uint64_t);
  MoveOnly(MoveOnly&&) noexcept;
  MoveOnly& operator=(MoveOnly&&) noexcept;
  ~MoveOnly();
};

template <typename T, std::size_t Capacity>
consteval bool fulfils_contract() {
  using Ring = MpmcRing<T, Capacity>;
  static_assert(std::is_default_constructible_v<Ring>,
                "MpmcRing needs a constructor without arguments, MpmcRing(): it makes an empty ring.");
  static_assert(std::is_constructible_v<Ring, std::size_t>,
                "MpmcRing needs the constructor MpmcRing(std::size_t first_index): both indices start there, so that "
                "the checks can stand close to an integer's wrap without 2^64 pushes.");
  static_assert(!std::is_convertible_v<std::size_t, Ring>,
                "The constructor MpmcRing(std::size_t first_index) must be `explicit`: a number is not a ring.");
  static_assert(!std::is_copy_constructible_v<Ring> && !std::is_copy_assignable_v<Ring>,
                "MpmcRing must not be copyable: threads hold references to it. Write "
                "`MpmcRing(const MpmcRing&) = delete;` and the same for operator=.");
  static_assert(!std::is_move_constructible_v<Ring> && !std::is_move_assignable_v<Ring>,
                "MpmcRing must not be movable: threads hold references to it while it would move.");
  static_assert(
      !std::is_copy_constructible_v<T> ||
          requires(Ring ring, const T& value) {
            { ring.try_push(value) } -> std::same_as<bool>;
          },
      "MpmcRing needs `bool try_push(const T& value)`: true when the value went in, false when the ring is full.");
  static_assert(
      requires(Ring ring, T && value) {
        { ring.try_push(static_cast<T&&>(value)) } -> std::same_as<bool>;
      },
      "MpmcRing needs `bool try_push(T&& value)`: it moves the value in, or leaves it untouched and returns false.");
  static_assert(
      requires(Ring ring, T & out) {
        { ring.try_pop(out) } -> std::same_as<bool>;
      },
      "MpmcRing needs `bool try_pop(T& out)`: it moves the oldest element out, or returns false when empty.");
  static_assert(
      requires {
        { Ring::capacity() } -> std::same_as<std::size_t>;
        requires Ring::capacity()
        == Capacity;
      },
      "MpmcRing needs `static constexpr std::size_t capacity()`, and it must be Capacity: every slot can be used.");
  return true;
}

static_assert(fulfils_contract<std::uint64_t, 1>());
static_assert(fulfils_contract<Item, kBenchmarkCapacity>());
static_assert(fulfils_contract<MoveOnly, 4>());

}  // namespace mpmc
