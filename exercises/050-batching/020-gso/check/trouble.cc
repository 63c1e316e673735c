// What a relay does while the kernel says no, also to messages that hold many datagrams.
#include "lab/relayed/trouble.hpp"

#include "contract.hpp"

namespace {

namespace steps = lab::relay_steps;
using lab::Check;
using lab::faults::Fault;
using lab::faults::Happening;
using lab::faults::Schedule;
using Relayed = lab::Relayed<Relay>;

// --- full-queue-together ---

// A message that holds many is taken or not, all of it.
void full_queue_together(Check& check) {
  for (const Fault full : {Fault::kAgain, Fault::kNoBuffers, Fault::kInterrupted, Fault::kRefused}) {
    const Happening script[] = {{full, 0}, {Fault::kShort, 1}, {full, 0}, {}, {full, 0}};
    check.scene("The kernel takes no more for a while.");
    Relayed relayed(check, steps::on_sends(script));
    for (int lap = 0; lap < 3; ++lap) {
      relayed.arrive_together(7, 200, 50);
      relayed.arrive_together(3, 900, 900);
      relayed.turn();
      relayed.expect_tally();
      relayed.arrive(2, 100);
      relayed.until_quiet();
    }
  }
}

// --- no-segments ---

// A way out that does not segment: an IPsec tunnel, a device that does not compute checksums.
void no_segments(Check& check) {
  Schedule schedule;
  schedule.send.chances.no_segments = 255;
  check.scene("The way out does not segment: the kernel says EIO to UDP_SEGMENT.");
  Relayed relayed(check, schedule);
  relayed.arrive_together(5, 300, 20);
  relayed.until_quiet();
  relayed.arrive(3, 100);
  relayed.arrive_together(12, 1000, 1000);
  relayed.arrive(1, 2000);
  relayed.until_quiet();
}

// --- random-trouble-together ---

void random_trouble_together(Check& check) {
  constexpr int kRuns = 12;
  constexpr int kRounds = 25;
  for (std::uint64_t run = 1; run <= kRuns; ++run) {
    Schedule schedule;
    schedule.seed = run;
    schedule.receive.chances = {.shortened = 48, .again = 16, .interrupted = 16};
    schedule.send.chances = {
        .shortened = 64, .again = 24, .interrupted = 16, .no_buffers = 24, .refused = 8, .no_segments = 24};
    check.scene("Trouble of all kinds at random, seed {}.", run);
    Relayed relayed(check, schedule);
    lab::Random random(run);
    for (int round = 0; round < kRounds; ++round) {
      const std::size_t size = 1 + random.below(1000);
      relayed.arrive_together(1 + random.below(20), size, 1 + random.below(size));
      relayed.arrive(random.below(4), random.below(400));
      relayed.turn();
      if (relayed.waiting() > relay::kBatch) relayed.until_quiet();
    }
    relayed.until_quiet();
  }
}

constexpr lab::Step kSteps[] = {
    {"short-sends", steps::short_sends<Relay>},
    {"full-queue", steps::full_queue<Relay>},
    {"interrupted", steps::interrupted<Relay>},
    {"old-news", steps::old_news<Relay>},
    {"full-queue-together", full_queue_together},
    {"no-segments", no_segments},
    {"random-trouble", steps::random_trouble<Relay>, "short-sends"},
    {"random-trouble-together", random_trouble_together, "full-queue-together"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
