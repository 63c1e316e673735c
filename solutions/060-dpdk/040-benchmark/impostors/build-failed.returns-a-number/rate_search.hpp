// What is wrong: returns the rate alone, and not what limits it.
// Why people write it: most scripts do.
// What catches it: the contract.
#pragma once

#include "given.hpp"

inline double find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  double upper = goal.max_rate;
  double lower = goal.min_rate;
  while (upper - lower > goal.width * upper) {
    const double middle = (lower + upper) / 2;
    (trials.run(middle, goal.trial_seconds).lost == 0 ? lower : upper) = middle;
  }
  return lower;
}
