// What `relay.hpp` has to offer, said in words before the compiler says it in templates. Every program that uses the
// relay includes this file and nothing else of the learner's.
#pragma once

#include <concepts>
#include <type_traits>

#include "lab/relay.hpp"
#include "relay.hpp"

namespace gso {

static_assert(std::is_constructible_v<Relay, int, int>,
              "Relay needs the constructor Relay(int in, int out): two UDP sockets that do not block.");
static_assert(
    !std::is_copy_constructible_v<Relay> && !std::is_copy_assignable_v<Relay>,
    "Relay must not be copyable: datagrams may be waiting in it. Write `Relay(const Relay&) = delete;` and the "
    "same for operator=.");
static_assert(
    requires(Relay & relay) {
      { relay.turn() } -> std::same_as<relay::Next>;
    },
    "Relay needs `relay::Next turn()`: it moves what can be moved now, and says what it waits for.");
static_assert(
    requires(const Relay& relay) {
      { relay.tally() } -> std::same_as<relay::Tally>;
    },
    "Relay needs `relay::Tally tally() const`: what became of everything that has arrived.");

}  // namespace gso
