// A server and its clients in one process, turn by turn: every datagram is answered, to whom it came from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <vector>

#include "contract.hpp"
#include "lab/faults.hpp"
#include "lab/relayed/narrate.hpp"
#include "lab/relayed/wires.hpp"

namespace tuned {

using lab::Check;
using lab::faults::Schedule;

inline constexpr std::size_t kQueueBytes = 1 << 20;

class Answered {
 public:
  [[gnu::noinline]] explicit Answered(Check& check, const Schedule& schedule = {}, std::size_t queue = kQueueBytes)
      : check_(check), bytes_(std::make_unique<lab::DatagramBytes[]>(2)) {
    if (!lab::faults::follow()) check.fail("This kernel has no seccomp filters, and the check needs them.");
    address_ = lab::UdpSocket(check).address();  // an address that is free again by now
    const lab::faults::Watch watch(schedule);
    add_server(queue);
  }
  [[gnu::noinline]] ~Answered() {
    if (std::uncaught_exceptions() == 0) return;
    for (auto& server : servers_) static_cast<void>(server.release());  // it may crash, and hide what was found
  }
  Answered(const Answered&) = delete;
  Answered& operator=(const Answered&) = delete;

  [[nodiscard]] TunedEcho& server(std::size_t i = 0) { return *servers_[i]; }

  // One more server at the same address.
  [[gnu::noinline]] void add_server(std::size_t queue = kQueueBytes) {
    check_.doing("TunedEcho server(address, {})", queue);
    servers_.push_back(std::make_unique<TunedEcho>(address_, queue));
    check_.got("");
  }

  // A client sends so many datagrams of this size. There are as many clients as were named.
  [[gnu::noinline]] void arrive(std::size_t count, std::size_t size, std::size_t client = 0) {
    while (clients_.size() <= client) add_client();
    check_.doing("client {} sends {} datagrams of {} bytes", client, count, size);
    for (std::size_t i = 0; i < count; ++i) {
      Client& from = *clients_[client];
      lab::write_datagram(static_cast<std::uint32_t>(from.sizes.size()), size, bytes_[0]);
      if (send(from.socket.fd(), bytes_[0].at, size, 0) < 0) {
        check_.expect(errno != ECONNREFUSED,
                      "Client {} is refused: nobody listens for it at the server's address any more.", client);
        check_.fail("send: errno {}: the machine's fault.", errno);
      }
      from.sizes.push_back(size);
    }
    check_.got("");
  }

  // One turn of a server, and a look at what has come back.
  [[gnu::noinline]] void turn(std::size_t i = 0) {
    check_.doing("server.turn(0)");
    {
      const lab::faults::Watch watch;
      servers_[i]->turn(0);
    }
    check_.got("");
    for (const lab::faults::Made& made : lab::faults::made()) tell_call(check_, made);
    check_.expect(lab::faults::counts().refused == 0,
                  "The server uses io_uring or handles SIGSYS. Here it has to use calls that can be followed.");
    take_answers();
  }

  // Holds that no answer is missing but `dropped` of them, which the kernel has not taken.
  [[gnu::noinline]] void expect_answered(std::uint64_t dropped = 0) {
    const std::uint64_t missing = waiting();
    check_.expect(missing <= dropped,
                  "{} datagrams are not answered, and there will be no further edge for them: what is there has to be "
                  "taken until EAGAIN.",
                  missing - dropped);
    check_.expect(missing == dropped, "More was answered than the kernel has taken.");
    std::uint64_t told = 0;
    for (const auto& server : servers_) told += server->dropped();
    check_.expect(told == dropped, "dropped() should be {} and is {}: so many answers the kernel has not taken.",
                  dropped, told);
  }

  [[nodiscard]] std::uint64_t answered() const { return answered_; }
  [[nodiscard]] std::uint64_t waiting() const {
    std::uint64_t all = 0;
    for (const auto& client : clients_) all += client->sizes.size();
    return all - answered_;
  }

 private:
  struct Client {
    explicit Client(Check& check) : socket(check) { socket.ask_for_queue(4 << 20); }
    lab::UdpSocket socket;
    std::vector<std::size_t> sizes;  // of what was sent, by number
    std::size_t next = 0;            // number of the next answer, at least
  };

  void add_client() {
    clients_.push_back(std::make_unique<Client>(check_));
    if (connect(clients_.back()->socket.fd(), reinterpret_cast<const sockaddr*>(&address_), sizeof address_) != 0) {
      check_.fail("This machine did not connect two sockets on 127.0.0.1 (errno {}).", errno);
    }
  }

  void take_answers() {
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      Client& client = *clients_[i];
      for (ssize_t size = 0; (size = recv(client.socket.fd(), bytes_[0].at, sizeof bytes_[0].at, MSG_DONTWAIT)) >= 0;) {
        compare(client, i, static_cast<std::size_t>(size));
      }
    }
  }

  // Answers may be missing, where the kernel has not taken them; none may be out of order, or another one's.
  void compare(Client& client, std::size_t number, std::size_t size) {
    for (; client.next < client.sizes.size(); ++client.next) {
      lab::write_datagram(static_cast<std::uint32_t>(client.next), client.sizes[client.next], bytes_[1]);
      if (size != client.sizes[client.next] || memcmp(bytes_[0].at, bytes_[1].at, size) != 0) continue;
      ++client.next;
      ++answered_;
      return;
    }
    check_.fail("Client {} gets {} bytes that are no answer to what it has sent, or come a second time.", number, size);
  }

  Check& check_;
  sockaddr_in address_{};
  std::unique_ptr<lab::DatagramBytes[]> bytes_;
  std::vector<std::unique_ptr<TunedEcho>> servers_;
  std::vector<std::unique_ptr<Client>> clients_;
  std::uint64_t answered_ = 0;
};

}  // namespace tuned
