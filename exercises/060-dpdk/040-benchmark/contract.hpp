// What `rate_search.hpp` has to offer, said in words before the compiler says it in templates.
#pragma once

#include <concepts>

#include "given.hpp"
#include "rate_search.hpp"

namespace rate_search {

template <typename T, typename G>
consteval bool fulfils_contract() {
  static_assert(
      requires(T & trials, const G& goal) {
        { find_loss_free_rate(trials, goal) } -> std::same_as<Found>;
      },
      "rate_search.hpp needs `rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const "
      "rate_search::Goal& goal)`: the highest rate that is good, and what keeps it from being higher.");
  return true;
}

static_assert(fulfils_contract<Trials, Goal>());

}  // namespace rate_search
