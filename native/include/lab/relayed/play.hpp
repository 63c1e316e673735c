// A relay that is driven turn by turn, against what it should do: everything that went in comes out, once, in order,
// whole and one hop further, or is in the tally.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <vector>

#include "lab/faults.hpp"
#include "lab/relay.hpp"
#include "lab/relayed/difference.hpp"
#include "lab/relayed/narrate.hpp"
#include "lab/relayed/wires.hpp"

namespace lab {

template <typename Relay>
class Relayed {
 public:
  [[gnu::noinline]] explicit Relayed(Check& check, const faults::Schedule& schedule = {})
      : check_(check), wires_(check), bytes_(std::make_unique<DatagramBytes[]>(2)) {
    if (!faults::follow()) check.fail("This kernel has no seccomp filters, and the check needs them.");
    check_.doing("Relay relay(in, out)");
    const faults::Watch watch(schedule);
    relay_ = std::make_unique<Relay>(wires_.in.fd(), wires_.out.fd());
    check_.got("");
  }
  // A relay that has failed is left alone: its destructor may crash, and would hide what was found.
  [[gnu::noinline]] ~Relayed() {
    if (std::uncaught_exceptions() != 0) static_cast<void>(relay_.release());
  }
  Relayed(const Relayed&) = delete;
  Relayed& operator=(const Relayed&) = delete;

  [[nodiscard]] const RelayWires& wires() const { return wires_; }
  [[nodiscard]] std::uint64_t waiting() const { return sizes_.size() - out_; }
  [[nodiscard]] std::uint64_t forwarded() const { return out_; }

  // The source sends so many datagrams of this size.
  [[gnu::noinline]] void arrive(std::size_t count, std::size_t size) {
    if (count == 0) return;
    if (count == 1) {
      check_.doing("a datagram of {} bytes arrives", size);
    } else {
      check_.doing("{} datagrams of {} bytes arrive", count, size);
    }
    for (std::size_t i = 0; i < count; ++i) send(size);
    check_.got("");
  }

  // The source sends so many datagrams of this size and a last one, in one go: the kernel keeps them together for
  // whoever asks it to (UDP_SEGMENT, UDP_GRO). At most 64 of them, and 65,507 bytes.
  [[gnu::noinline]] void arrive_together(std::size_t count, std::size_t size, std::size_t last) {
    check_.doing("{} datagrams of {} bytes and one of {} arrive together", count, size, last);
    std::size_t length = 0;
    for (std::size_t i = 0; i <= count; ++i) length += append(length, i < count ? size : last);
    if (!send_segmented(wires_.source.fd(), bytes_[0].at, length, static_cast<std::uint16_t>(size))) {
      check_.fail("This kernel does not cut a message into datagrams (UDP_SEGMENT, errno {}).", errno);
    }
    check_.got("");
  }

  // The source sends one that is too large to be passed on.
  [[gnu::noinline]] void arrive_too_large(std::size_t size) {
    check_.doing("a datagram of {} bytes arrives", size);
    send(size);
    sizes_.pop_back();
    ++too_large_;
    check_.got("");
  }

  // The source sends more than the relay's queue can hold. Those at the end are dropped by the kernel.
  [[gnu::noinline]] void overflow(std::size_t size) {
    constexpr std::size_t kMore = 50;
    const std::size_t first = sizes_.size();
    const std::uint64_t before = wires_.in.drops();
    while (wires_.in.drops() - before < kMore) send(size);
    const std::uint64_t dropped = wires_.in.drops() - before;
    sizes_.resize(sizes_.size() - dropped);
    dropped_ += dropped;
    check_.doing("{} datagrams of {} bytes arrive, and {} more for which the queue has no room", sizes_.size() - first,
                 size, dropped);
    check_.got("");
  }

  // One turn of the relay, and a look at all that has come out.
  [[gnu::noinline]] relay::Next turn() {
    check_.doing("relay.turn()");
    relay::Next next{};
    {
      const faults::Watch watch;
      next = relay_->turn();
    }
    narrate(next);
    const faults::Counts counts = faults::counts();
    check_.expect(counts.refused == 0,
                  "The relay uses io_uring or handles SIGSYS. Here it has to move datagrams with calls to the kernel "
                  "that can be followed.");
    check_.expect(counts.of(faults::Call::kWait) == 0,
                  "turn() waits: it calls poll, select or epoll_wait. It has to return what it waits for instead.");
    take_output();
    return next;
  }

  // Memory that a turn takes from the allocator, in blocks. Zero where they are not counted (lab::allocations()).
  [[gnu::noinline]] std::uint64_t allocations_in_turn() {
    const faults::Watch watch;
    const Allocations before = allocations();
    relay_->turn();
    const Allocations after = allocations();
    return after.made - before.made;
  }

  // Turns until everything is out, called as the program around a relay calls it: again when told to, when there is
  // input, or room.
  [[gnu::noinline]] void until_quiet() {
    for (std::uint64_t idle = 0; waiting() != 0 || wires_.in.has_input();) {
      const std::uint64_t before = out_;
      const bool had_input = wires_.in.has_input();
      const relay::Next next = turn();
      idle = out_ == before && had_input == wires_.in.has_input() ? idle + 1 : 0;
      if (next == relay::Next::kWaitForInput && waiting() != 0) {
        check_.expect(wires_.in.has_input(),
                      "The relay waits for input, and none will come: {} datagrams have arrived and are not out.",
                      waiting());
      }
      check_.expect(idle < kPatience, "{} turns, and nothing has moved: {} datagrams have arrived and are not out.",
                    kPatience, waiting());
    }
    expect_tally();
  }

  // Holds the relay's own counts against what has happened.
  [[gnu::noinline]] void expect_tally() {
    check_.doing("relay.tally()");
    const relay::Tally tally = relay_->tally();
    check_.got(" -> forwarded {}, too_large {}, dropped_by_kernel {}", tally.forwarded, tally.too_large,
               tally.dropped_by_kernel);
    check_.expect(tally.forwarded == out_, "forwarded should be {}: so many have come out at the sink.", out_);
    check_.expect(tally.too_large == too_large_, "too_large should be {}: so many were larger than {} bytes.",
                  too_large_, relay::kLargest);
    check_.expect(tally.dropped_by_kernel <= dropped_, "dropped_by_kernel should be {} at most.", dropped_);
  }

  // Drops are told with what arrives after them, so this holds only then.
  [[gnu::noinline]] void expect_drops_known() {
    check_.expect(relay_->tally().dropped_by_kernel == dropped_,
                  "dropped_by_kernel should be {}: the kernel had to drop so many, and has said so with the datagram "
                  "that came after them.",
                  dropped_);
  }

  // The relay's life ends; the sockets stay their owner's.
  [[gnu::noinline]] void end() {
    check_.doing("relay.~Relay()");
    relay_.reset();
    check_.got("");
    check_.expect(wires_.in.is_open() && wires_.out.is_open(),
                  "The relay has closed a socket that it was lent: `in` and `out` belong to the caller.");
  }

 private:
  // The next datagram, behind `at` bytes of others. Those that are too large count as what they are.
  std::size_t append(std::size_t at, std::size_t size) {
    DatagramBytes& whole = bytes_[0];
    DatagramBytes& one = bytes_[1];
    write_datagram(static_cast<std::uint32_t>(sizes_.size()), size, one);
    memcpy(&whole.at[at], one.at, size);
    if (size > relay::kLargest) {
      ++too_large_;
    } else {
      sizes_.push_back(size);
    }
    return size;
  }

  static constexpr std::uint64_t kPatience = 64;  // turns; a run of injected faults is shorter

  void send(std::size_t size) {
    DatagramBytes& bytes = bytes_[0];
    write_datagram(static_cast<std::uint32_t>(sizes_.size()), size, bytes);
    if (::send(wires_.source.fd(), bytes.at, size, 0) < 0) check_.fail("send: errno {}: the machine's fault.", errno);
    sizes_.push_back(size);
  }

  // The calls of a turn, after the turn itself.
  void narrate(relay::Next next) {
    const char* const outcomes[] = {" -> kTurnAgain", " -> kWaitForInput", " -> kWaitForOutput"};
    const auto outcome = static_cast<std::size_t>(next);
    check_.got(outcome < 3 ? outcomes[outcome] : " -> something that is no Next");
    for (const faults::Made& made : faults::made()) tell_call(check_, made);
    check_.expect(outcome < 3, "That should be one of the three values of relay::Next.");
  }

  void take_output() {
    for (;;) {
      DatagramBytes& bytes = bytes_[0];
      const ssize_t size = recv(wires_.sink.fd(), bytes.at, sizeof bytes.at, MSG_DONTWAIT | MSG_TRUNC);
      if (size < 0) return;
      compare(static_cast<std::size_t>(size));
      ++out_;
    }
  }

  void compare(std::size_t size) {
    check_.expect(waiting() != 0, "A datagram of {} bytes comes out, and all that had arrived was out already.", size);
    const std::size_t should = sizes_[out_];
    DatagramBytes& expected = bytes_[1];
    write_datagram(static_cast<std::uint32_t>(out_), should, expected);
    relay::count_hop({expected.at, should});
    if (size == should && memcmp(bytes_[0].at, expected.at, size) == 0) return;
    tell_difference(check_, {out_, sizes_.size()}, {bytes_[0], size}, {expected, should});
  }

  Check& check_;
  RelayWires wires_;
  std::unique_ptr<DatagramBytes[]> bytes_;  // what came out, and what should have
  std::unique_ptr<Relay> relay_;
  std::vector<std::size_t> sizes_;  // of everything that must come out, by number
  std::uint64_t out_ = 0;
  std::uint64_t too_large_ = 0;
  std::uint64_t dropped_ = 0;
};

}  // namespace lab
