// RFC 2544's search with RFC 9971's question: halve the interval, and test each load for as long as the goal says in
// all, however clear it has become.
#pragma once

#include <algorithm>

#include "given.hpp"

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  using rate_search::Limit;
  constexpr double kRounding = 1e-9;
  double achieved = 0;
  const auto is_good = [&](double rate) {
    double good = 0;
    double bad = 0;
    double sent = 0;
    while (good + bad < goal.sum_seconds - kRounding) {
      const rate_search::Trial trial = trials.run(rate, goal.trial_seconds);
      const auto frames = static_cast<double>(trial.sent);
      (static_cast<double>(trial.lost) <= goal.loss_ratio * frames ? good : bad) += trial.seconds;
      sent += frames;
    }
    achieved = sent / (good + bad);
    return bad <= goal.exceed_ratio * (good + bad) + kRounding;
  };

  if (is_good(goal.max_rate)) {
    return {achieved, achieved < goal.max_rate * (1 - goal.width) ? Limit::kGenerator : Limit::kMaximum};
  }
  double upper = goal.max_rate;
  if (!is_good(goal.min_rate)) return {0, Limit::kNothing};
  double lower = goal.min_rate;
  while (upper - lower > goal.width * upper) {
    const double middle = (lower + upper) / 2;
    (is_good(middle) ? lower : upper) = middle;
  }
  return {lower, Limit::kLoss};
}
