// What is wrong: compares the sum of all losses at a load with the goal: one long trial in pieces.
// Why people write it: averages come to mind before majorities do.
// What catches it: a machine that stalls, of which a single stall decides again (stalls).
#pragma once

#include "given.hpp"

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  using rate_search::Limit;
  constexpr double kRounding = 1e-9;  // of sums of seconds
  double achieved = 0;
  const auto is_good = [&](double rate) {
    double sent = 0;
    double lost = 0;
    double seconds = 0;
    while (seconds < goal.sum_seconds - kRounding) {
      const rate_search::Trial trial = trials.run(rate, goal.trial_seconds);
      sent += static_cast<double>(trial.sent);
      lost += static_cast<double>(trial.lost);
      seconds += trial.seconds;
    }
    if (lost > goal.loss_ratio * sent) return false;
    achieved = sent / seconds;
    return true;
  };

  if (is_good(goal.max_rate)) {
    return {achieved, achieved < goal.max_rate * (1 - goal.width) ? Limit::kGenerator : Limit::kMaximum};
  }
  if (!is_good(goal.min_rate)) return {0, Limit::kNothing};
  double upper = goal.max_rate;
  double lower = goal.min_rate;
  while (upper - lower > goal.width * upper) {
    const double middle = (lower + upper) / 2;
    (is_good(middle) ? lower : upper) = middle;
  }
  return {lower, Limit::kLoss};
}
