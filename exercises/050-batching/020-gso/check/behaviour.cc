// What a relay does while nothing goes wrong, with datagrams that come alone and such that come together: built with
// the address and undefined-behaviour sanitizers.
#include "contract.hpp"
#include "lab/relayed/steps.hpp"

namespace {

namespace steps = lab::relay_steps;
using lab::Check;
using Relayed = lab::Relayed<Relay>;
using relay::kLargest;

// --- together ---

void together(Check& check) {
  Relayed relayed(check);
  relayed.arrive_together(4, 100, 100);
  relayed.turn();
  check.expect(relayed.waiting() == 0, "All of them should be out by now: they were all that there was to do.");
  relayed.until_quiet();
  for (const std::size_t size : {std::size_t{1}, std::size_t{8}, std::size_t{1000}, std::size_t{1200}, kLargest}) {
    for (const std::size_t count : {std::size_t{1}, std::size_t{2}, std::size_t{30}}) {
      relayed.arrive_together(count, size, size);
      relayed.until_quiet();
    }
  }
  relayed.end();
}

// --- shorter-last ---

void shorter_last(Check& check) {
  Relayed relayed(check);
  for (const std::size_t size : {std::size_t{2}, std::size_t{64}, std::size_t{1200}, kLargest}) {
    for (const std::size_t last : {std::size_t{1}, size / 2, size - 1}) {
      relayed.arrive_together(5, size, last);
      relayed.until_quiet();
    }
  }
}

// --- mixed ---

// Alone, together, alone: what is said of one message holds for that one only.
void mixed(Check& check) {
  Relayed relayed(check);
  for (int lap = 0; lap < 3; ++lap) {
    relayed.arrive(3, 300);
    relayed.until_quiet();
    relayed.arrive_together(9, 700, 10);
    relayed.until_quiet();
    check.scene("All at once.");
    relayed.arrive(2, 1500);
    relayed.arrive_together(6, 400, 400);
    relayed.arrive(1, 0);
    relayed.arrive_together(20, 64, 3);
    relayed.arrive(2, kLargest);
    relayed.until_quiet();
  }
}

// --- too-large-together ---

void too_large_together(Check& check) {
  Relayed relayed(check);
  relayed.arrive_together(3, kLargest + 1, kLargest + 1);
  relayed.until_quiet();
  check.scene("The last one is short enough to be passed on.");
  relayed.arrive(1, 64);
  relayed.arrive_together(3, 3000, 500);
  relayed.arrive_together(2, 3000, kLargest);
  relayed.arrive_together(2, 3000, 2500);
  relayed.arrive(1, 64);
  relayed.until_quiet();
}

// --- kernel-drops-together ---

// Two pieces of news with one message: at which length to cut it, and how many were dropped before it came.
void kernel_drops_together(Check& check) {
  Relayed relayed(check);
  relayed.wires().in.ask_for_queue(steps::kFewDatagrams);
  for (int lap = 0; lap < 3; ++lap) {
    relayed.overflow(64);
    relayed.until_quiet();
    relayed.arrive_together(5, 100, 10);
    relayed.until_quiet();
    relayed.expect_drops_known();
  }
}

constexpr lab::Step kSteps[] = {
    {"one-datagram", steps::one_datagram<Relay>},
    {"sizes", steps::sizes<Relay>, "one-datagram"},
    {"batches", steps::batches<Relay>, "one-datagram"},
    {"lone-datagram", steps::lone_datagram<Relay>, "one-datagram"},
    {"too-large", steps::too_large<Relay>, "one-datagram"},
    {"together", together, "one-datagram"},
    {"shorter-last", shorter_last, "together"},
    {"mixed", mixed, "together"},
    {"too-large-together", too_large_together, "together"},
    {"kernel-drops", steps::kernel_drops<Relay>, "one-datagram"},
    {"kernel-drops-together", kernel_drops_together, "together"},
    {"allocation", steps::allocation<Relay>, "one-datagram"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
