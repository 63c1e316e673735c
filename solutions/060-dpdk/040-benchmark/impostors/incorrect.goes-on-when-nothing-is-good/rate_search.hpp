// What is wrong: never asks about the minimum: where all is lost, the interval above zero never gets narrow.
// Why people write it: few people try their search on a device that is switched off.
// What catches it: one that is (nothing).
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
      (static_cast<double>(trial.lost) <= goal.loss_ratio * frames ? good : bad) += trial.seconds;
      sent += frames;
    }
    achieved = sent / (good + bad);
    return true;
  };

  if (is_good(goal.max_rate)) {
    return {achieved, achieved < goal.max_rate * (1 - goal.width) ? Limit::kGenerator : Limit::kMaximum};
  }
  double upper = goal.max_rate;
  double lower = 0;
  while (upper - lower > goal.width * upper) {
    const double middle = std::max(goal.min_rate, (lower + upper) / 2);
    (is_good(middle) ? lower : upper) = middle;
  }
  return {lower, Limit::kLoss};
}
