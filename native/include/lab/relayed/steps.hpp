// Steps of every relay, while nothing goes wrong.
#pragma once

#include "lab/relayed/play.hpp"

namespace lab::relay_steps {

// --- one-datagram ---

template <typename Relay>
void one_datagram(Check& check) {
  Relayed<Relay> relayed(check);
  check.expect(relayed.turn() == relay::Next::kWaitForInput, "That should be kWaitForInput: nothing has arrived yet.");
  relayed.arrive(1, 64);
  relayed.turn();
  check.expect(relayed.waiting() == 0, "The datagram should be out by now: it was all that there was to do.");
  relayed.expect_tally();
  relayed.until_quiet();
  check.expect(relayed.turn() == relay::Next::kWaitForInput, "That should be kWaitForInput: nothing more has arrived.");
  relayed.end();
}

// --- sizes ---

template <typename Relay>
void sizes(Check& check) {
  constexpr std::size_t kSizes[] = {relay::kLargest, 1, 64, 2, 0, relay::kLargest - 1, 5, 1400, 65, 0, 63};
  Relayed<Relay> relayed(check);
  for (const std::size_t size : kSizes) {
    relayed.arrive(1, size);
    relayed.until_quiet();
  }
  check.scene("The same sizes, all at once.");
  for (int lap = 0; lap < 2; ++lap) {
    for (const std::size_t size : kSizes) relayed.arrive(1, size);
    relayed.until_quiet();
  }
  check.scene("Small ones, then large ones.");
  for (const std::size_t size : {std::size_t{8}, relay::kLargest, std::size_t{9}, std::size_t{1000}}) {
    relayed.arrive(8, size);
    relayed.until_quiet();
  }
  relayed.end();
}

// --- batches ---

template <typename Relay>
void batches(Check& check) {
  for (const std::size_t count :
       {std::size_t{2}, relay::kBatch - 1, relay::kBatch, relay::kBatch + 1, 2 * relay::kBatch + 2}) {
    Relayed<Relay> relayed(check);
    for (int lap = 0; lap < 3; ++lap) {
      relayed.arrive(count, 64);
      relayed.turn();
      check.expect(relayed.waiting() + relay::kBatch >= count,
                   "A turn receives {} datagrams at most, and {} have come out.", relay::kBatch,
                   count - relayed.waiting());
      relayed.until_quiet();
    }
  }
}

// --- lone-datagram ---

// After whatever came before, one datagram is out after one turn: no batch is waited for.
template <typename Relay>
void lone_datagram(Check& check) {
  Relayed<Relay> relayed(check);
  for (const std::size_t before : {std::size_t{0}, std::size_t{1}, std::size_t{7}, relay::kBatch, relay::kBatch + 3}) {
    relayed.arrive(before, 64);
    relayed.until_quiet();
    for (int i = 0; i < 3; ++i) {
      relayed.arrive(1, 100);
      relayed.turn();
      check.expect(relayed.waiting() == 0,
                   "The datagram should be out now. Whoever waits for more makes a lone one wait for ever.");
    }
  }
}

// --- too-large ---

template <typename Relay>
void too_large(Check& check) {
  Relayed<Relay> relayed(check);
  for (const std::size_t size : {relay::kLargest + 1, std::size_t{4000}, std::size_t{60'000}}) {
    relayed.arrive(1, 64);
    relayed.arrive_too_large(size);
    relayed.arrive(1, relay::kLargest);
    relayed.until_quiet();
  }
  check.scene("Nothing but datagrams that are too large.");
  for (int i = 0; i < 3; ++i) relayed.arrive_too_large(3000);
  relayed.until_quiet();
  relayed.arrive(relay::kBatch, 64);
  relayed.until_quiet();
}

// --- kernel-drops ---

inline constexpr int kFewDatagrams = 8192;  // bytes: some twenty datagrams of 64, with what the kernel adds to each

template <typename Relay>
void kernel_drops(Check& check) {
  Relayed<Relay> relayed(check);
  relayed.wires().in.ask_for_queue(kFewDatagrams);
  relayed.arrive(3, 64);
  relayed.until_quiet();
  for (int lap = 0; lap < 3; ++lap) {
    relayed.overflow(64);
    relayed.until_quiet();
    relayed.arrive(1, 64);
    relayed.until_quiet();
    relayed.expect_drops_known();
  }
}

// --- allocation ---

template <typename Relay>
void allocation(Check& check) {
  Relayed<Relay> relayed(check);
  relayed.arrive(relay::kBatch, 200);
  relayed.until_quiet();
  for (const std::size_t count : {std::size_t{1}, std::size_t{5}, relay::kBatch}) {
    relayed.arrive(count, 200);
    const std::uint64_t made = relayed.allocations_in_turn();
    check.expect(made == 0, "turn() has allocated memory {} times. Get what you need in the constructor.", made);
    relayed.until_quiet();
  }
}

}  // namespace lab::relay_steps
