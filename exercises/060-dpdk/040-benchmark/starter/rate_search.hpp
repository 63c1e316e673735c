// A search for the highest rate at which a device under test loses nothing, or no more than a goal allows.
//
// It compiles, tries the middle once, and believes what it sees. The places to fill in are marked TODO(you); `lab grade
// dpdk/benchmark` tells you what to look at first. Everything between the includes and the end of the file is yours to
// change, as long as find_loss_free_rate() stays.
#pragma once

#include "given.hpp"

// The highest rate that is good by `goal`, found with trials of `trials`.
//
// TODO(you): 1. is this trial good? 2. is this load good: how many such trials does it take? 3. which load is next?
// 4. when is the end? 5. what if the generator sends less than it was asked for, if the maximum is good, if nothing is?
inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  const double rate = (goal.min_rate + goal.max_rate) / 2;
  const rate_search::Trial trial = trials.run(rate, goal.trial_seconds);
  if (trial.lost == 0) return {rate, rate_search::Limit::kLoss};
  return {0, rate_search::Limit::kNothing};
}
