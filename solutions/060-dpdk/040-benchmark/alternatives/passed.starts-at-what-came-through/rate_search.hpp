// A flood first: what comes through at the maximum is close to what the device forwards without loss. Tries just below
// it, then just above; where the flood has misled, it steps down, each time twice as far, and halves what is left.
#pragma once

#include <algorithm>

#include "given.hpp"

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  using rate_search::Limit;
  constexpr double kRounding = 1e-9;  // of sums of seconds
  constexpr double kInside = 0.95;    // rounding must not make an interval wider than the goal's
  constexpr double kFarthest = 0.5;
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
  const rate_search::Trial flood = trials.run(goal.max_rate, goal.trial_seconds);
  const double through = static_cast<double>(flood.sent - flood.lost) / flood.seconds;
  double upper = goal.max_rate;
  double lower = std::clamp(through * (1 - goal.width / 2), goal.min_rate, upper * (1 - goal.width));
  for (double step = goal.width; !is_good(lower); step = std::min(2 * step, kFarthest)) {
    if (lower <= goal.min_rate) return {0, Limit::kNothing};
    upper = lower;
    lower = std::max(goal.min_rate, lower * (1 - step));
  }
  const double above = lower / (1 - goal.width * kInside);
  if (above < upper) (is_good(above) ? lower : upper) = above;
  while (upper - lower > goal.width * upper) {
    const double middle = (lower + upper) / 2;
    (is_good(middle) ? lower : upper) = middle;
  }
  return {lower, Limit::kLoss};
}
