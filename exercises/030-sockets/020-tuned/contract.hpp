// What `tuned_echo.hpp` has to offer, said in words before the compiler says it in templates. Every program that uses
// the server includes this file and nothing else of the learner's.
#pragma once

#include <netinet/in.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "lab/dut.hpp"
#include "tuned_echo.hpp"

namespace tuned {

static_assert(
    std::is_constructible_v<TunedEcho, const sockaddr_in&, std::size_t>,
    "TunedEcho needs the constructor TunedEcho(const sockaddr_in& address, std::size_t queue_bytes): it opens "
    "a UDP socket that others may share the address with, asks for a receive queue, and binds.");
static_assert(!std::is_copy_constructible_v<TunedEcho> && !std::is_copy_assignable_v<TunedEcho>,
              "TunedEcho must not be copyable: it owns descriptors, and two owners would close them twice.");
static_assert(
    requires(TunedEcho & server) {
      { server.turn(0) } -> std::same_as<void>;
    },
    "TunedEcho needs `void turn(int timeout_ms)`: it waits for input, that long at most, and answers all there is.");
static_assert(
    requires(TunedEcho & server, const lab::Stop& stop) {
      { server.run(stop) } -> std::same_as<void>;
    },
    "TunedEcho needs `void run(const lab::Stop& stop)`: it answers until `stop` asks for the end, then returns.");
static_assert(
    requires(const TunedEcho& server) {
      { server.socket() } -> std::same_as<int>;
      { server.queue_granted() } -> std::same_as<std::size_t>;
      { server.dropped() } -> std::same_as<std::uint64_t>;
    },
    "TunedEcho needs `int socket() const`; `std::size_t queue_granted() const`, the bytes of queue that the kernel has "
    "really granted, and "
    "`std::uint64_t dropped() const`, the answers that the kernel did not take.");

}  // namespace tuned
