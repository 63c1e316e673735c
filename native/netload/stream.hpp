// Many messages under way at a time. Two ways to say how many:
//
//  - a window: a fixed number is kept under way; the next one leaves when one has come back. It finds the rate at which
//    a program keeps up without losing anything, because what it cannot take is not sent.
//  - an open loop: messages leave when a schedule says so, whatever comes back, and latency counts from the *intended*
//    time. A program that stalls is asked on, as by real clients, and its queue shows (Schroeder et al., NSDI 2006;
//    Tene, wrk2). A slot that was missed, because we were held up ourselves, is sent late and counted from when it was
//    due. Arrivals are evenly spaced, at random moments, or in bursts; a burst leaves as fast as we can send it,
//    whatever comes meanwhile.
//
// Sends and receives are batched (sendmmsg, UDP_SEGMENT, recvmmsg, UDP_GRO), so that what is measured is the program.
#pragma once

#include <vector>

#include "netload/batch.hpp"
#include "netload/message.hpp"
#include "netload/options.hpp"
#include "netload/stalls.hpp"
#include "wire/driver.hpp"

namespace lab {

class Stream final : public wire::Load {
 public:
  Stream(const wire::Wire& wire, const Traffic& traffic);
  // For the generator's self-test: datagrams go from one socket to the other on this side, without a program between.
  struct WithoutDut {};
  Stream(const wire::Wire& wire, const Traffic& traffic, WithoutDut);

  std::optional<wire::Wrong> carry(const Order& order, wire::Carried& carried) override;
  [[nodiscard]] const Latencies* latencies() const override { return &latencies_; }

 private:
  void begin(const Order& order);
  void make_schedule(const Order& order, std::uint64_t from);
  void send_what_is_due(std::uint64_t now);
  void receive_all(std::uint64_t now);
  void arrived(std::span<const std::byte> datagram, std::uint64_t now);
  // Nothing has come for so long that what is still under way is lost.
  void give_up();
  std::optional<wire::Wrong> conclude(std::uint64_t began, wire::Carried& carried);

  const Traffic traffic_;
  Port port_;
  SendBatch out_;
  ReceiveBatch in_;
  Messages messages_;
  Latencies latencies_;
  Latencies lateness_;  // of sending, behind the schedule
  Stalls stalls_;
  const std::uint64_t patience_ticks_;
  const std::uint64_t burst_;  // datagrams that are due together
  std::uint64_t orders_ = 0;   // so far

  // Of one order:
  std::uint64_t first_ = 0;         // sequence number of its first message
  std::vector<std::uint64_t> due_;  // when each was, or is, to leave; open loop: all from the start
  enum class Fate : std::uint8_t { kWaited, kBack, kGivenUp };
  std::vector<Fate> fates_;
  std::uint64_t sent_ = 0;
  std::uint64_t gone_ = 0;     // sent, and no longer waited for: come back, or given up
  std::uint64_t highest_ = 0;  // the latest that has come, plus one
  std::uint64_t last_progress_ = 0;
  std::uint64_t silences_ = 0;
  std::uint64_t drops_before_ = 0;  // at our own socket
  std::string wrong_;
  Seen seen_{};
};

}  // namespace lab
