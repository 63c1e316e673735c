// What is wrong: its interval begins at zero, and so does the search: lost / sent is not a number there.
// Why people write it: zero is the natural lower end of a rate.
// What catches it: the range of rates (one-threshold).
#pragma once

#include <algorithm>

#include "given.hpp"

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  using rate_search::Limit;
  constexpr double kRounding = 1e-9;  // of sums of seconds
  double achieved = 0;
  const auto is_good = [&](double rate) {
    double good = 0;
    double bad = 0;
    double sent = 0;
    while (true) {
      const double rest = std::max(0.0, goal.sum_seconds - good - bad);
      const double allowed = goal.exceed_ratio * (good + bad + rest) + kRounding;
      if (bad > allowed) return false;
      if (bad + rest <= allowed) break;
      const rate_search::Trial trial = trials.run(rate, goal.trial_seconds);
      const auto frames = static_cast<double>(trial.sent);
      (static_cast<double>(trial.lost) / frames <= goal.loss_ratio ? good : bad) += trial.seconds;
      sent += frames;
    }
    achieved = sent / (good + bad);
    return true;
  };

  if (is_good(goal.max_rate)) {
    return {achieved, achieved < goal.max_rate * (1 - goal.width) ? Limit::kGenerator : Limit::kMaximum};
  }
  if (!is_good(0)) return {0, Limit::kNothing};
  double upper = goal.max_rate;
  double lower = 0;
  while (upper - lower > goal.width * upper) {
    const double middle = (lower + upper) / 2;
    (is_good(middle) ? lower : upper) = middle;
  }
  return {lower, Limit::kLoss};
}
