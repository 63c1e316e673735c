// A relay for UDP datagrams: they arrive on one socket and leave by another, many with each system call.
//
// It compiles, and moves nothing for now. The places to fill in are marked TODO(you); `lab grade batching/mmsg` tells
// you what to look at first. Everything below the includes is yours to change, as long as the public interface stays.
#pragma once

#include <sys/socket.h>

#include <cerrno>
#include <cstddef>

#include "lab/relay.hpp"

class Relay {
 public:
  // Two UDP sockets that do not block. `in` is bound; `out` is connected to where everything goes. They belong to the
  // caller: the relay uses them and does not close them.
  // TODO(you): ask the kernel to tell how many datagrams it had to drop before they could be read (SO_RXQ_OVFL), and
  // prepare the arrays that recvmmsg(2) and sendmmsg(2) work on: mmsghdr, iovec, the bytes.
  Relay(int in, int out) : in_(in), out_(out) {}

  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // Moves what can be moved now, relay::kBatch datagrams at most, and says what to wait for. Never waits itself.
  // TODO(you): 1. is something left that the kernel has not taken yet? It goes first 2. receive a batch 3. count the
  // hop of each datagram 4. send the batch, and keep what the kernel does not take
  relay::Next turn() {
    static_cast<void>(in_);
    static_cast<void>(out_);
    return relay::Next::kWaitForInput;
  }

  // What became of everything that has arrived.
  // TODO(you): count each datagram when its fate is known, and not before.
  relay::Tally tally() const { return tally_; }

 private:
  int in_;
  int out_;
  relay::Tally tally_;
};
