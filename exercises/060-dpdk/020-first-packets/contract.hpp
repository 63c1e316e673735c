// What `reflector.hpp` has to offer, said in words before the compiler says it in templates.
#pragma once

#include <rte_mempool.h>

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "reflector.hpp"

namespace reflector {

template <typename R>
consteval bool fulfils_contract() {
  static_assert(std::is_default_constructible_v<R>, "Reflector needs a constructor without arguments.");
  static_assert(
      requires(R reflector, unsigned frames) {
        { reflector.make_pool(frames) } -> std::same_as<rte_mempool*>;
      },
      "Reflector needs `rte_mempool* make_pool(unsigned frames)`: a pool of that many mbufs.");
  static_assert(
      requires(R reflector, std::uint16_t port, rte_mempool * pool) {
        { reflector.open(port, pool) } -> std::same_as<bool>;
      },
      "Reflector needs `bool open(std::uint16_t port, rte_mempool* pool)`: sets up and starts the port.");
  static_assert(
      requires(R reflector) {
        { reflector.poll() } -> std::same_as<unsigned>;
      },
      "Reflector needs `unsigned poll()`: receives a burst, sends it back, and says how many frames came.");
  static_assert(
      requires(R reflector) {
        { reflector.close() } -> std::same_as<void>;
      },
      "Reflector needs `void close()`: stops and closes the port.");
  return true;
}

static_assert(fulfils_contract<Reflector>());

}  // namespace reflector
