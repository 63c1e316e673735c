// What is wrong: decides about each load by twice the trial time of the goal.
// Why people write it: to be sure; the goal has said already how sure one wants to be.
// What catches it: the trial time.
#pragma once

#include <algorithm>

#include "given.hpp"

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  using rate_search::Limit;
  constexpr double kRounding = 1e-9;  // of sums of seconds
  const double wanted = 2 * goal.sum_seconds;
  double achieved = 0;
  const auto is_good = [&](double rate) {
    double good = 0;
    double bad = 0;
    double sent = 0;
    while (true) {
      const double rest = std::max(0.0, wanted - good - bad);
      const double allowed = goal.exceed_ratio * (good + bad + rest) + kRounding;
      if (bad > allowed) return false;
      if (bad + rest <= allowed) break;
      const rate_search::Trial trial = trials.run(rate, goal.trial_seconds);
      const auto frames = static_cast<double>(trial.sent);
      (static_cast<double>(trial.lost) <= goal.loss_ratio * frames ? good : bad) += trial.seconds;
      sent += frames;
    }
    achieved = sent / (good + bad);
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
