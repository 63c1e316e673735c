// The program that is timed, as far as it can be counted: optimized, and always with something to do.
#include "contract.hpp"
#include "lab/relayed/play.hpp"

namespace {

using lab::Check;
using lab::faults::Schedule;
using Relayed = lab::Relayed<Relay>;
using relay::kBatch;

// --- under-load ---

// A queue that is never empty: how many calls to the kernel does a datagram take?
void under_load(Check& check) {
  constexpr int kRounds = 32;
  Relayed relayed(check);
  std::uint64_t calls = 0;
  relayed.arrive(kBatch, 64);
  for (int round = 0; round < kRounds; ++round) {
    relayed.arrive(kBatch, 64);
    const std::uint64_t before = relayed.forwarded();
    while (relayed.forwarded() - before < kBatch && relayed.waiting() != 0) relayed.turn();
  }
  calls = lab::faults::counts().all();
  const std::uint64_t forwarded = relayed.forwarded();
  relayed.until_quiet();
  check.count("system-calls", calls, forwarded);
}

// --- trouble-under-load ---

void trouble_under_load(Check& check) {
  constexpr int kRounds = 400;
  Schedule schedule;
  schedule.seed = 1;
  schedule.receive.chances = {.shortened = 32, .again = 8, .interrupted = 8};
  schedule.send.chances = {.shortened = 64, .again = 16, .interrupted = 8, .no_buffers = 16, .refused = 4};
  Relayed relayed(check, schedule);
  lab::Random random(1);
  for (int round = 0; round < kRounds; ++round) {
    relayed.arrive(random.below(48), random.below(1500));
    relayed.turn();
    if (relayed.waiting() > kBatch) relayed.until_quiet();
  }
  relayed.until_quiet();
}

constexpr lab::Step kSteps[] = {
    {"under-load", under_load},
    {"trouble-under-load", trouble_under_load, "under-load"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
