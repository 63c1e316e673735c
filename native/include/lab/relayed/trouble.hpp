// Steps of every relay, while the kernel says no: short calls, EAGAIN, EINTR, ENOBUFS, ECONNREFUSED on a schedule.
#pragma once

#include "lab/relayed/play.hpp"

namespace lab::relay_steps {

using faults::Fault;
using faults::Happening;
using faults::Schedule;

inline Schedule on_sends(std::span<const Happening> script) {
  Schedule schedule;
  schedule.send.script = script;
  return schedule;
}

inline Schedule on_receives(std::span<const Happening> script) {
  Schedule schedule;
  schedule.receive.script = script;
  return schedule;
}

// --- short-sends ---

// The kernel takes a few datagrams of each batch; the rest has to go out, too, and before what arrives meanwhile.
template <typename Relay>
void short_sends(Check& check) {
  for (std::uint32_t some = 1; some < 8; ++some) {
    const Happening script[] = {{Fault::kShort, some}, {Fault::kShort, 1}, {}, {Fault::kShort, 2}};
    check.scene("Of the first batch the kernel takes {}, of the rest 1.", some);
    Relayed<Relay> relayed(check, on_sends(script));
    for (int lap = 0; lap < 3; ++lap) {
      relayed.arrive(8, 64 + 10 * some);
      relayed.turn();
      relayed.arrive(5, 300);
      relayed.until_quiet();
    }
  }
}

// --- full-queue ---

// After a part of the batch the kernel takes no more, for several turns in which further datagrams arrive.
template <typename Relay>
void full_queue(Check& check) {
  for (const Fault full : {Fault::kAgain, Fault::kNoBuffers}) {
    for (std::uint32_t some = 0; some < 8; ++some) {
      const Happening first{some == 0 ? full : Fault::kShort, some};
      const Happening script[] = {first, {full, 0}, {full, 0}, {Fault::kShort, 2}, {full, 0}};
      check.scene("Of the first batch the kernel takes {}, and then no more for a while.", some);
      Relayed<Relay> relayed(check, on_sends(script));
      relayed.arrive(8, 64);
      const relay::Next next = relayed.turn();
      if (relayed.waiting() != 0 && !relayed.wires().in.has_input()) {
        check.expect(next != relay::Next::kWaitForInput,
                     "That should be kWaitForOutput: {} datagrams have not been taken yet.", relayed.waiting());
      }
      relayed.expect_tally();
      relayed.arrive(8, 500);
      relayed.turn();
      relayed.arrive(relay::kBatch, 40);
      relayed.until_quiet();
    }
  }
}

// --- interrupted ---

template <typename Relay>
void interrupted(Check& check) {
  constexpr Happening kSends[] = {{Fault::kInterrupted, 0},
                                  {Fault::kShort, 3},
                                  {Fault::kInterrupted, 0},
                                  {Fault::kInterrupted, 0},
                                  {Fault::kShort, 1}};
  check.scene("A signal interrupts calls that send.");
  Relayed<Relay> sending(check, on_sends(kSends));
  sending.arrive(8, 64);
  sending.until_quiet();
  sending.arrive(8, 64);
  sending.until_quiet();

  constexpr Happening kReceives[] = {{Fault::kInterrupted, 0}, {Fault::kShort, 3}, {Fault::kInterrupted, 0}};
  check.scene("A signal interrupts calls that receive.");
  Relayed<Relay> receiving(check, on_receives(kReceives));
  receiving.arrive(8, 64);
  receiving.until_quiet();
  receiving.arrive(8, 64);
  receiving.until_quiet();
}

// --- old-news ---

// ECONNREFUSED tells of a datagram sent before, which found nobody listening. Those of this call have not been taken.
template <typename Relay>
void old_news(Check& check) {
  for (std::uint32_t some = 0; some < 8; some += 2) {
    const Happening first{some == 0 ? Fault::kRefused : Fault::kShort, some};
    const Happening script[] = {first, {Fault::kRefused, 0}, {}, {Fault::kRefused, 0}};
    check.scene("The kernel takes {} of a batch, then says ECONNREFUSED: an earlier one found nobody listening.", some);
    Relayed<Relay> relayed(check, on_sends(script));
    for (int lap = 0; lap < 2; ++lap) {
      relayed.arrive(8, 64);
      relayed.until_quiet();
    }
  }
}

// --- random-trouble ---

template <typename Relay>
void random_trouble(Check& check) {
  constexpr int kRuns = 12;
  constexpr int kRounds = 25;
  for (std::uint64_t run = 1; run <= kRuns; ++run) {
    Schedule schedule;
    schedule.seed = run;
    schedule.receive.chances = {.shortened = 64, .again = 16, .interrupted = 16};
    schedule.send.chances = {.shortened = 96, .again = 32, .interrupted = 16, .no_buffers = 32, .refused = 8};
    check.scene("Trouble of all kinds at random, seed {}.", run);
    Relayed<Relay> relayed(check, schedule);
    lab::Random random(run);
    for (int round = 0; round < kRounds; ++round) {
      relayed.arrive(random.below(24), random.below(400));
      if (random.below(8) == 0) relayed.arrive_too_large(relay::kLargest + 1 + random.below(100));
      relayed.turn();
      if (relayed.waiting() > relay::kBatch) relayed.until_quiet();  // a default queue holds some 250
    }
    relayed.until_quiet();
  }
}

}  // namespace lab::relay_steps
