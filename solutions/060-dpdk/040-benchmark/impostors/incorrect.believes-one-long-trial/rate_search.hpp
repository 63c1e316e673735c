// What is wrong: RFC 2544's search as it stands: 60 s at each load, once.
// Why people write it: it is the standard, and right on silicon.
// What catches it: a machine that stalls once in eight seconds: no minute is without loss (stalls).
#pragma once

#include "given.hpp"

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  using rate_search::Limit;
  constexpr double kSeconds = 60;  // RFC 2544, section 24
  double achieved = 0;
  const auto is_good = [&](double rate) {
    const rate_search::Trial trial = trials.run(rate, kSeconds);
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
