// What is wrong: takes the maximum for bad without a trial there.
// Why people write it: halving needs an upper end that is bad.
// What catches it: a device that is faster than the maximum (maximum).
#pragma once

#include <algorithm>

#include "given.hpp"

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  using rate_search::Limit;
  constexpr double kRounding = 1e-9;  // of sums of seconds
  const auto is_good = [&](double rate) {
    double good = 0;
    double bad = 0;
    while (true) {
      const double rest = std::max(0.0, goal.sum_seconds - good - bad);
      const double allowed = goal.exceed_ratio * (good + bad + rest) + kRounding;
      if (bad > allowed) return false;
      if (bad + rest <= allowed) break;
      const rate_search::Trial trial = trials.run(rate, goal.trial_seconds);
      const auto frames = static_cast<double>(trial.sent);
      (static_cast<double>(trial.lost) <= goal.loss_ratio * frames ? good : bad) += trial.seconds;
    }
    return true;
  };

  if (!is_good(goal.min_rate)) return {0, Limit::kNothing};
  double upper = goal.max_rate;
  double lower = goal.min_rate;
  while (upper - lower > goal.width * upper) {
    const double middle = (lower + upper) / 2;
    (is_good(middle) ? lower : upper) = middle;
  }
  return {lower, Limit::kLoss};
}
