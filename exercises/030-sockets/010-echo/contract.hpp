// What `echo_server.hpp` has to offer, said in words before the compiler says it in templates. The program under test
// includes this file and nothing else of the learner's.
#pragma once

#include <netinet/in.h>

#include <concepts>
#include <type_traits>

#include "echo_server.hpp"
#include "lab/dut.hpp"

namespace echo {

template <typename Server>
consteval bool fulfils_contract() {
  static_assert(
      std::is_constructible_v<Server, const sockaddr_in&>,
      "EchoServer needs the constructor EchoServer(const sockaddr_in& address): it opens a UDP socket and binds "
      "it to that address.");
  static_assert(
      !std::is_convertible_v<const sockaddr_in&, Server>,
      "The constructor EchoServer(const sockaddr_in& address) must be `explicit`: an address is not a server.");
  static_assert(!std::is_copy_constructible_v<Server> && !std::is_copy_assignable_v<Server>,
                "EchoServer must not be copyable: it owns a socket, and two owners would close it twice. Write "
                "`EchoServer(const EchoServer&) = delete;` and the same for operator=.");
  static_assert(
      requires(Server server, const lab::Stop& stop) {
        { server.run(stop) } -> std::same_as<void>;
      },
      "EchoServer needs `void run(const lab::Stop& stop)`: it answers until `stop` asks for the end, then returns.");
  return true;
}

static_assert(fulfils_contract<EchoServer>());

}  // namespace echo
