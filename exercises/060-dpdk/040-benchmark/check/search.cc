// The search against devices whose truth is known: thresholds, buffers, stalls, a weak generator, slow losses. And what
// its trials cost.
#include <cmath>

#include "bench.hpp"
#include "devices.hpp"

namespace {

using namespace rate_search;

// As FD.io's CSIT asks for a rate without drops: trials of 1 s, 21 s in all, half of which may be bad (methodology,
// "MLRsearch"); with twice its width.
constexpr Goal kGoal = {.min_rate = 10'000,
                        .max_rate = 10'000'000,
                        .trial_seconds = 1,
                        .sum_seconds = 21,
                        .loss_ratio = 0,
                        .exceed_ratio = 0.5,
                        .width = 0.01};
// Half an hour of trials for one search. Who tests each load to its end needs a fifth of it, for the lowest rates.
constexpr double kMostSeconds = 1800;
// Of a rate: whole frames.
constexpr double kRounding = 1e-3;
constexpr unsigned kSeeds = 24;

std::uint64_t rounded(double number) { return static_cast<std::uint64_t>(std::llround(number)); }

// A search of this device: its answer follows from its trials, it is the truth, and this limits it.
struct Wanted {
  double rate;
  Limit limit = Limit::kLoss;
};

Record expect(Check& check, const Device& device, const Goal& goal, const Wanted& wanted, std::uint64_t seed = 1) {
  Simulated simulated(device, seed);
  Told told(check, simulated, goal, kMostSeconds);
  const Found found = told.search();
  told.expect_it_follows(found);
  // Of a buffer a full trial does not see what fits into it.
  const double highest = wanted.rate + device.buffer / goal.trial_seconds;
  check.expect(found.rate <= highest * (1 + kRounding), "The truth is {} frames/s: that is too high.",
               rounded(wanted.rate));
  check.expect(found.rate >= wanted.rate * (1 - goal.width - kRounding), "The truth is {} frames/s: that is too low.",
               rounded(wanted.rate));
  check.expect(found.limit == wanted.limit, wanted.limit == Limit::kLoss ? "The next load is not good: that is kLoss."
                                            : wanted.limit == Limit::kMaximum ? "The maximum is good: that is kMaximum."
                                            : wanted.limit == Limit::kGenerator
                                                ? "The generator sends no more: that is kGenerator."
                                                : "No load is good: that is kNothing.");
  return told.record();
}

// Rates all over the range, each as likely in each decade.
double truth(lab::Random& random, double low, double high) {
  const double share = static_cast<double>(random.below(1 << 20)) / (1 << 20);
  return low * std::pow(high / low, share);
}

void one_threshold(Check& check) {
  check.scene("A device that forwards 4000000 frames/s, and drops what is more.");
  expect(check, {.capacity = 4'000'000}, kGoal, {4'000'000});
}

void thresholds(Check& check) {
  lab::Random random(11);
  for (unsigned i = 0; i < kSeeds; ++i) {
    const double capacity = truth(random, kGoal.min_rate * 1.05, kGoal.max_rate * 0.98);
    check.scene("A device that forwards {} frames/s, and drops what is more.", rounded(capacity));
    expect(check, {.capacity = capacity}, kGoal, {capacity});
  }
}

void maximum(Check& check) {
  check.scene("A device that is faster than anything that may be offered: 10000000 frames/s.");
  expect(check, {.capacity = 2 * kGoal.max_rate}, kGoal, {kGoal.max_rate, Limit::kMaximum});
}

void nothing(Check& check) {
  check.scene("A device that loses a frame in a hundred, at every rate.");
  expect(check, {.capacity = 2 * kGoal.max_rate, .always = 0.01}, kGoal, {0, Limit::kNothing});
  check.scene("A device that forwards nothing.");
  expect(check, {.capacity = 0}, kGoal, {0, Limit::kNothing});
}

void again(Check& check) {
  check.scene("First a fast device, then one that forwards 300000 frames/s, with a maximum of 1000000.");
  expect(check, {.capacity = 7'000'000}, kGoal, {7'000'000});
  Goal second = kGoal;
  second.max_rate = 1'000'000;
  expect(check, {.capacity = 300'000}, second, {300'000});
}

void generator(Check& check) {
  check.scene("A device that forwards 6000000 frames/s; its generator sends 2500000 and no more.");
  expect(check, {.capacity = 6'000'000, .generator = 2'500'000}, kGoal, {2'500'000, Limit::kGenerator});
  check.scene("A device that forwards 2000000 frames/s; its generator sends 2500000 and no more.");
  expect(check, {.capacity = 2'000'000, .generator = 2'500'000}, kGoal, {2'000'000});
}

void loss_ratio(Check& check) {
  Goal goal = kGoal;
  // From 2000000 frames/s on a hundredth at 4000000, two at 6000000: half a hundredth at 3000000.
  constexpr Device kLeaky = {.capacity = 2 * kGoal.max_rate, .leaks_from = 2'000'000, .leak = 0.01};
  goal.loss_ratio = 0.005;
  check.scene(
      "Loss that grows slowly: 0 at 2000000 frames/s, 0.5 % at 3000000, 1 % at 4000000. The goal allows 0.5 %.");
  expect(check, kLeaky, goal, {3'000'000});
  check.scene("The same device; the goal allows nothing.");
  expect(check, kLeaky, kGoal, {2'000'000});
}

void exceed_ratio(Check& check) {
  constexpr Device kHiccups = {.capacity = 3'000'000, .hiccups_from = 1'000'000};
  Goal goal = kGoal;
  check.scene(
      "Above 1000000 frames/s each third trial loses 7 frames, above 3000000 each one. Half of the time may be bad.");
  expect(check, kHiccups, goal, {3'000'000});
  goal.exceed_ratio = 0.1;
  check.scene("The same device; a tenth of the time may be bad.");
  expect(check, kHiccups, goal, {1'000'000});
  goal.exceed_ratio = 0;
  check.scene("The same device; no trial may be bad, as RFC 2544 has it.");
  expect(check, kHiccups, goal, {1'000'000});
}

void width(Check& check) {
  Goal goal = kGoal;
  for (const double wanted : {0.1, 0.02, 0.002}) {
    goal.width = wanted;
    check.scene("A device that forwards 30000 frames/s of 10000000; the goal's width is {} thousandths.",
                rounded(wanted * 1000));
    expect(check, {.capacity = 30'000}, goal, {30'000});
  }
}

void buffer(Check& check) {
  lab::Random random(12);
  for (unsigned i = 0; i < kSeeds; ++i) {
    const double capacity = truth(random, 500'000, 5'000'000);
    // A hundredth of a second of overload at twice the capacity, and two thousandths of the rate in a full trial.
    const double frames = capacity * 0.002;
    check.scene("A device that forwards {} frames/s; what is more waits in a buffer of {} frames, and then is dropped.",
                rounded(capacity), rounded(frames));
    expect(check, {.capacity = capacity, .buffer = frames}, kGoal, {capacity});
  }
}

// One trial of 1 s in nine has a stall in it: that half of 21 are bad happens in one load of 300000.
constexpr double kStalls = 0.12;

void stalls(Check& check) {
  lab::Random random(13);
  for (unsigned i = 0; i < kSeeds; ++i) {
    const double capacity = truth(random, 200'000, 9'000'000);
    check.scene("A device that forwards {} frames/s, on a machine that stalls: one second in nine loses frames.",
                rounded(capacity));
    expect(check, {.capacity = capacity, .stalls = kStalls}, kGoal, {capacity}, 100 + i);
  }
}

// What a trial takes besides: the wait until nothing more comes, and the order to the generator.
constexpr double kSettleMs = 50;

// Trial time by search, in milliseconds.
void count_time(Check& check, const char* name, double stalls_per_second, std::uint64_t seed) {
  lab::Random random(seed);
  double milliseconds = 0;
  for (unsigned i = 0; i < kSeeds; ++i) {
    const double capacity = truth(random, 200'000, 9'000'000);
    check.scene("A device that forwards {} frames/s; its trials are timed.", rounded(capacity));
    const Record record =
        expect(check, {.capacity = capacity, .stalls = stalls_per_second}, kGoal, {capacity}, seed + i);
    milliseconds += record.seconds() * 1000 + kSettleMs * static_cast<double>(record.trials());
  }
  check.count(name, rounded(milliseconds), kSeeds * std::uint64_t{1000});
}

void trial_time(Check& check) {
  count_time(check, "trial-time", 0, 14);
  count_time(check, "trial-time-stalls", kStalls, 500);
}

constexpr lab::Step kSteps[] = {
    {"one-threshold", one_threshold},
    {"thresholds", thresholds, "one-threshold"},
    {"stalls", stalls, "thresholds"},
    {"maximum", maximum},
    {"nothing", nothing},
    {"again", again, "one-threshold"},
    {"generator", generator, "one-threshold"},
    {"loss-ratio", loss_ratio, "one-threshold"},
    {"exceed-ratio", exceed_ratio, "one-threshold"},
    {"width", width, "one-threshold"},
    {"buffer", buffer, "one-threshold"},
    {"trial-time", trial_time, "stalls"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
