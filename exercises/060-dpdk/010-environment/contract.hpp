// What `eal_arguments.hpp` has to offer, said in words before the compiler says it in templates.
#pragma once

#include <concepts>
#include <optional>

#include "eal_arguments.hpp"
#include "given.hpp"

namespace environment {

template <typename H, typename P>
consteval bool fulfils_contract() {
  static_assert(
      requires(const H& host, const P& program) {
        { eal_arguments(host, program) } -> std::same_as<std::optional<Arguments>>;
      },
      "It needs `std::optional<Arguments> eal_arguments(const Host& host, const Program& program)`: one string for "
      "each "
      "argument, or std::nullopt where this host cannot carry this program.");
  return true;
}

static_assert(fulfils_contract<Host, Program>());

}  // namespace environment
