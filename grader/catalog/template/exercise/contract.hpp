// What `fifo.hpp` has to offer, said in words before the compiler says it.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "fifo.hpp"

static_assert(std::is_default_constructible_v<Fifo>,
              "Fifo needs a constructor without arguments: it makes an empty queue.");
static_assert(
    requires(Fifo fifo, std::uint64_t value) {
      { fifo.push(value) } -> std::same_as<bool>;
    },
    "Fifo needs `bool push(std::uint64_t value)`: true when the value went in, false when the queue is full.");
static_assert(
    requires(Fifo fifo, std::uint64_t& out) {
      { fifo.pop(out) } -> std::same_as<bool>;
    },
    "Fifo needs `bool pop(std::uint64_t& out)`: it takes the oldest value out, or returns false when empty.");
static_assert(Fifo::kCapacity == 256, "Fifo::kCapacity must stay 256: the checks and the benchmark count on it.");
