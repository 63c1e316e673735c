// A forwarder between ports of rings, as the checks use it: frames in, frames out, and the pool counted at the end.
#pragma once

#include <rte_cycles.h>

#include <cstring>
#include <memory>
#include <vector>

#include "contract.hpp"
#include "frames.hpp"
#include "lab/check.hpp"
#include "lab/dpdk/eal.hpp"
#include "lab/dpdk/pool.hpp"
#include "lab/dpdk/ring_port.hpp"

namespace forwarder {

using lab::Check;

inline constexpr unsigned kPoolFrames = 511;
inline constexpr unsigned kSlots = 1024;  // more than there are mbufs: never full

class Bench {
 public:
  // `transmit_slots`: how much the peer behind each port takes before somebody collects it.
  Bench(Check& check, unsigned ports, unsigned transmit_slots = kSlots)
      : check_(check), pool_(kPoolFrames), wait_(rte_get_tsc_hz() / 1'000'000 * kLongestWaitUs) {
    for (unsigned i = 0; i < ports; ++i)
      ports_.push_back(std::make_unique<lab::dpdk::RingPort>(kSlots, transmit_slots));
  }

  // What open() says.
  const char* try_open() {
    check_.doing("forwarder.open(pool)");
    const char* const why = forwarder_.open(pool_.get());
    check_.got(why == nullptr ? " -> nullptr" : " -> a sentence");
    return why;
  }
  // A forwarder over the ports, or an end of the step.
  void open() {
    const char* const why = try_open();
    check_.expect(why == nullptr, "That should be nullptr: {} ports make pairs, and the pool has mbufs.",
                  ports_.size());
    for (auto& port : ports_) port->count_calls();
  }

  // One round; time goes on by a microsecond.
  void poll() {
    check_.doing("forwarder.poll(now)");
    now_ += wait_ / kLongestWaitUs;
    forwarder_.poll(now_);
    check_.got("");
  }
  // As many rounds as it takes until nothing waits to be received, one frame a round at the least.
  void poll_until_received() {
    for (unsigned rounds = 0; waiting() != 0; ++rounds) {
      poll();
      check_.expect(rounds <= kSlots, "{} frames still wait to be received after {} rounds.", waiting(), rounds);
    }
    poll();
  }
  // The first round after the longest wait is over.
  void poll_later() {
    check_.doing("forwarder.poll(now + {} us)", kLongestWaitUs);
    now_ += wait_;
    forwarder_.poll(now_);
    check_.got("");
  }

  // Lets a frame of this kind be received at a port; returns it, as it was.
  Sent give(unsigned port, const FrameKind& kind) {
    rte_mbuf* const frame =
        build_frame(pool_.get(), port_at(port).address(), neighbour_behind(id(port)), kind, next_++);
    check_.expect(frame != nullptr, "The pool is empty after {} frames: mbufs were neither sent nor freed.", next_ - 1);
    Sent sent(frame);
    port_at(port).give(frame);
    return sent;
  }

  // Closes the forwarder, takes what is left out of the rings, and counts.
  void close_and_count() {
    for (auto& port : ports_) port->stop_counting();
    check_.doing("forwarder.close()");
    forwarder_.close();
    check_.got("");
    ports_.clear();
    const auto [missing, twice] = pool_.take_stock();
    check_.expect(twice == 0,
                  "{} mbufs were given back to the pool twice: what a port took is no longer yours to free.", twice);
    check_.expect(missing == 0,
                  "{} of the pool's {} mbufs never came back: what was received is yours until a port has taken it.",
                  missing, kPoolFrames);
  }

  lab::dpdk::RingPort& port_at(unsigned port) { return *ports_[port]; }
  [[nodiscard]] std::uint16_t id(unsigned port) const { return ports_[port]->id(); }
  [[nodiscard]] unsigned partner(unsigned port) const { return port ^ 1; }
  [[nodiscard]] Statistics statistics(unsigned port) { return forwarder_.statistics(id(port)); }
  Forwarder& forwarder() { return forwarder_; }
  Check& check() { return check_; }

 private:
  [[nodiscard]] unsigned waiting() const {
    unsigned sum = 0;
    for (const auto& port : ports_) sum += port->waiting();
    return sum;
  }

  Check& check_;
  lab::dpdk::CountedPool pool_;
  std::vector<std::unique_ptr<lab::dpdk::RingPort>> ports_;
  Forwarder forwarder_;
  std::uint64_t wait_;
  std::uint64_t now_ = 1'000'000'000;
  std::uint32_t next_ = 1;
};

}  // namespace forwarder
