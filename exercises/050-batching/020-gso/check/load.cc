// The program that is timed, as far as it can be counted: optimized, and always with something to do.
#include "contract.hpp"
#include "lab/relayed/play.hpp"

namespace {

using lab::Check;
using lab::faults::Counts;
using lab::faults::Schedule;
using Relayed = lab::Relayed<Relay>;

// --- under-load ---

// 32 datagrams of 1200 bytes come together, as from a QUIC server. How often is the stack crossed for each?
void under_load(Check& check) {
  constexpr int kRounds = 32;
  constexpr std::size_t kDatagrams = 32;
  constexpr std::size_t kBytes = 1200;
  Relayed relayed(check);
  for (int round = 0; round < kRounds; ++round) {
    for (int i = 0; i < 2; ++i) relayed.arrive_together(kDatagrams - 1, kBytes, kBytes);
    while (relayed.waiting() != 0) relayed.turn();
  }
  const Counts counts = lab::faults::counts();
  relayed.until_quiet();
  check.count("messages", counts.received + counts.sent, relayed.forwarded());
}

// --- trouble-under-load ---

void trouble_under_load(Check& check) {
  constexpr int kRounds = 200;
  Schedule schedule;
  schedule.seed = 1;
  schedule.receive.chances = {.shortened = 32, .again = 8, .interrupted = 8};
  schedule.send.chances = {.shortened = 64, .again = 16, .interrupted = 8, .no_buffers = 16, .refused = 4};
  Relayed relayed(check, schedule);
  lab::Random random(1);
  for (int round = 0; round < kRounds; ++round) {
    const std::size_t size = 1 + random.below(1400);
    relayed.arrive_together(1 + random.below(30), size, 1 + random.below(size));
    relayed.turn();
    if (relayed.waiting() > relay::kBatch) relayed.until_quiet();
  }
  relayed.until_quiet();
}

constexpr lab::Step kSteps[] = {
    {"under-load", under_load},
    {"trouble-under-load", trouble_under_load, "under-load"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
