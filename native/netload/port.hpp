// The generator's sockets: one that its datagrams leave by, and one that they come in by. For a DUT that answers it is
// the same one; for a DUT that passes on, the second is bound to the sink's port.
#pragma once

#include <netinet/in.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "wire/wire.hpp"

namespace lab {

enum class Path { kEcho, kRelay };

// Relays that a message passes on its way back to us.
constexpr unsigned hops_on(Path path) noexcept { return path == Path::kRelay ? 1 : 0; }

class Port {
 public:
  // Non-blocking, with the largest receive buffer that the kernel grants, so that what is lost is not lost here.
  Port(const wire::Wire& wire, Path path);
  // What leaves by one socket comes in by the other, without leaving this side.
  struct ToItself {};
  Port(const wire::Wire& wire, ToItself);
  // To a socket of ours on the far side, at that port: for finding out what a socket there holds.
  Port(const wire::Wire& wire, std::uint16_t far_port);
  ~Port();
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;

  // False where the kernel would not take it now (EAGAIN, ENOBUFS), or nobody listens there (ECONNREFUSED).
  bool send(std::span<const std::byte> message) const;
  // Bytes of the datagram that was waiting, also where they are more than `room` takes; -1 where there was none.
  ssize_t receive(std::span<std::byte> room) const;
  // The same, but sleeps until there is one, `timeout_ms` at most.
  ssize_t receive_within(int timeout_ms, std::span<std::byte> room) const;
  // Whether the kernel on the far side has answered that nobody listens there (ICMP port unreachable), since the last
  // time this was asked.
  bool was_refused() const noexcept { return std::exchange(refused_, false); }
  // Throws away what is waiting; says how many.
  std::size_t drain() const;

  [[nodiscard]] int out() const noexcept { return out_; }
  [[nodiscard]] int in() const noexcept { return in_; }
  // Where answers come to; where a DUT that answers should see datagrams come from.
  [[nodiscard]] sockaddr_in address() const;
  // Datagrams that the kernel had to drop at our receiving socket since it was made (SO_MEMINFO, socket(7)).
  [[nodiscard]] std::uint64_t drops() const;

 private:
  int out_ = -1;
  int in_ = -1;
  mutable bool refused_ = false;
};

}  // namespace lab
