// What `forwarder.hpp` has to offer, said in words before the compiler says it in templates.
#pragma once

#include <rte_mempool.h>

#include <concepts>
#include <cstdint>
#include <type_traits>

#include "forwarder.hpp"
#include "given.hpp"

namespace forwarder {

template <typename F>
consteval bool fulfils_contract() {
  static_assert(std::is_default_constructible_v<F>, "Forwarder needs a constructor without arguments.");
  static_assert(
      requires(F forwarder, rte_mempool * pool) {
        { forwarder.open(pool) } -> std::same_as<const char*>;
      },
      "Forwarder needs `const char* open(rte_mempool* pool)`: sets up and starts every port, and returns nullptr; or, "
      "where it cannot, a sentence that says why.");
  static_assert(
      requires(F forwarder, std::uint64_t now) {
        { forwarder.poll(now) } -> std::same_as<void>;
      },
      "Forwarder needs `void poll(std::uint64_t now)`: one round over all ports; `now` is rte_rdtsc().");
  static_assert(
      requires(F forwarder) {
        { forwarder.run() } -> std::same_as<void>;
      },
      "Forwarder needs `void run()`: polls until SIGINT or SIGTERM.");
  static_assert(
      requires(const F forwarder, std::uint16_t port) {
        { forwarder.statistics(port) } -> std::same_as<Statistics>;
      },
      "Forwarder needs `Statistics statistics(std::uint16_t port) const`.");
  static_assert(
      requires(F forwarder) {
        { forwarder.close() } -> std::same_as<void>;
      },
      "Forwarder needs `void close()`: stops and closes the ports; no mbuf is kept.");
  return true;
}

static_assert(fulfils_contract<Forwarder>());

}  // namespace forwarder
