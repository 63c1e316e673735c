// What a device under test (DUT) is written with: a program of its own that gets packets from a load generator on the
// other side of a wire. The exercise's glue defines `lab::run_dut()`; `main` and the conversation with the generator
// are in `native/harness/dut.cc`.
//
// A DUT measures nothing and reports nothing: what it did is counted and timed where its packets arrive.
#pragma once

#include <netinet/in.h>

#include <atomic>

namespace lab {

// How a program that would run for ever is told to come to its end. Whoever spins looks at requested(), which costs
// a load from a line that nobody writes to; whoever sleeps in poll(2) or epoll(7) adds fd() to what it waits for.
class Stop {
 public:
  // True once the end has been asked for, and for ever after.
  [[nodiscard]] bool requested() const noexcept {
    return flag_->load(std::memory_order_acquire);  // partner: the release store in the harness
  }
  // Readable from the moment on at which requested() is true. Not to be read from, and not to be closed.
  [[nodiscard]] int fd() const noexcept { return fd_; }

  Stop(const std::atomic<bool>* flag, int fd) noexcept : flag_(flag), fd_(fd) {}

 private:
  const std::atomic<bool>* flag_;
  int fd_;
};

// Where the DUT's packets come from and go to. IPv4, network byte order, as bind(2) and sendto(2) take them.
struct Endpoints {
  sockaddr_in listen;   // the DUT receives here
  sockaddr_in forward;  // a DUT that passes on sends there; a DUT that answers sends back to whoever asked
};

// Tells the generator that packets may come. To be said once the sockets are bound: from then on the kernel keeps what
// arrives, even if nobody is receiving yet.
void dut_is_ready() noexcept;

// Defined by the exercise: makes the learner's program, says dut_is_ready(), and returns when `stop` asks for it.
void run_dut(const Endpoints& endpoints, const Stop& stop);

}  // namespace lab
