// What is wrong: tries one load after another, each a width below the last: at the lowest rates for hours.
// Why people write it: it is the first search that anybody writes, and it is right in the end.
// What catches it: half an hour of trial time without an answer (thresholds).
#pragma once

#include <algorithm>

#include "given.hpp"

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  using rate_search::Limit;
  constexpr double kRounding = 1e-9;  // of sums of seconds
  constexpr double kInside = 0.99;    // rounding must not make a step too wide
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
  if (!is_good(goal.min_rate)) return {0, Limit::kNothing};
  double lower = goal.max_rate;
  do {
    lower = std::max(goal.min_rate, lower * (1 - goal.width * kInside));
  } while (!is_good(lower));
  return {lower, Limit::kLoss};
}
