// What `polling_server.hpp` has to offer, said in words before the compiler says it in templates. The program under
// test includes this file and nothing else of the learner's.
#pragma once

#include <netinet/in.h>

#include <concepts>
#include <type_traits>

#include "lab/dut.hpp"
#include "polling_server.hpp"

namespace polling {

template <typename Server>
consteval bool fulfils_contract() {
  static_assert(
      std::is_constructible_v<Server, const sockaddr_in&>,
      "PollingServer needs the constructor PollingServer(const sockaddr_in& address): it opens a UDP socket and binds "
      "it to that address.");
  static_assert(
      !std::is_convertible_v<const sockaddr_in&, Server>,
      "The constructor PollingServer(const sockaddr_in& address) must be `explicit`: an address is not a server.");
  static_assert(!std::is_copy_constructible_v<Server> && !std::is_copy_assignable_v<Server>,
                "PollingServer must not be copyable: it owns a socket, and two owners would close it twice. Write "
                "`PollingServer(const PollingServer&) = delete;` and the same for operator=.");
  static_assert(
      requires(Server server, const lab::Stop& stop) {
        { server.run(stop) } -> std::same_as<void>;
      },
      "PollingServer needs `void run(const lab::Stop& stop)`: it answers, spinning while datagrams keep coming, until "
      "`stop` asks for the end.");
  return true;
}

static_assert(fulfils_contract<PollingServer>());

}  // namespace polling
