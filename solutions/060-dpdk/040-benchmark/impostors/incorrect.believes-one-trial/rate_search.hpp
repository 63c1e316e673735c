// What is wrong: one trial at each load decides, and the search never comes back to a load that was unlucky.
// Why people write it: it is how one tries by hand.
// What catches it: every threshold: one second of 21 decides nothing.
#pragma once

#include "given.hpp"

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  using rate_search::Limit;
  double achieved = 0;
  const auto is_good = [&](double rate) {
    const rate_search::Trial trial = trials.run(rate, goal.trial_seconds);
    const auto sent = static_cast<double>(trial.sent);
    achieved = sent / trial.seconds;
    return static_cast<double>(trial.lost) <= goal.loss_ratio * sent;
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
