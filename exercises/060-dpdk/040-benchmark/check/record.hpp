// What a search has done, trial by trial, and whether its answer follows from that: on any device, on any machine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>

#include "given.hpp"

namespace rate_search {

enum class Bound { kLower, kUpper, kUndecided };

// The trials at one load, by the rate that was asked for.
struct Load {
  double good = 0, bad = 0;        // seconds of trials of full length
  double frames = 0, seconds = 0;  // of all its trials
  [[nodiscard]] double achieved() const { return frames / seconds; }

  // RFC 9971, section 6.1: decided when the trial time that is left could not change it.
  [[nodiscard]] Bound classify(const Goal& goal) const {
    constexpr double kRounding = 1e-9;
    const double rest = std::max(0.0, goal.sum_seconds - good - bad);
    const double allowed = goal.exceed_ratio * (good + bad + rest) + kRounding;
    if (bad + rest <= allowed) return Bound::kLower;
    return bad > allowed ? Bound::kUpper : Bound::kUndecided;
  }
};

class Record {
 public:
  explicit Record(const Goal& goal) : goal_(goal) {}

  void add(double rate, const Trial& trial) {
    Load& load = loads_[rate];
    load.frames += static_cast<double>(trial.sent);
    load.seconds += trial.seconds;
    most_ = std::max(most_, static_cast<double>(trial.sent) / trial.seconds);
    seconds_ += trial.seconds;
    ++trials_;
    if (trial.seconds < goal_.trial_seconds * kNearly) return;
    const bool good = static_cast<double>(trial.lost) <= goal_.loss_ratio * static_cast<double>(trial.sent);
    (good ? load.good : load.bad) += trial.seconds;
  }

  struct Asked {
    double rate;
    Load load;
    // Whether the generator has fallen short of it.
    [[nodiscard]] bool was_short(const Goal& goal) const { return load.achieved() < rate * (1 - goal.width); }
  };
  // The load that an answer stands for: one of that rate, whether it names what was asked for or what was sent.
  [[nodiscard]] std::optional<Asked> load_of(double rate) const {
    std::optional<Asked> found;
    for (const auto& [asked, load] : loads_) {
      const double near = goal_.width / 4 * rate;
      if (std::abs(asked - rate) > near && std::abs(load.achieved() - rate) > near) continue;
      if (!found || load.classify(goal_) == Bound::kLower) found = Asked{asked, load};
    }
    return found;
  }

  // A load that is no good, at most `width` above this one.
  [[nodiscard]] bool loses_just_above(double rate) const {
    return std::any_of(loads_.begin(), loads_.end(), [&](const auto& each) {
      const auto& [asked, load] = each;
      return load.classify(goal_) == Bound::kUpper && asked > rate && asked * (1 - goal_.width) <= rate * kRoom;
    });
  }
  // A load that is no good, clearly below this rate: it counts for more than what is good above it (RFC 9971, 5.3.3).
  [[nodiscard]] std::optional<double> loses_below(double rate) const {
    for (const auto& [asked, load] : loads_) {
      if (asked < rate * (1 - goal_.width) && load.classify(goal_) == Bound::kUpper) return asked;
    }
    return std::nullopt;
  }

  [[nodiscard]] bool minimum_is_bad() const {
    const auto at = loads_.find(goal_.min_rate);
    return at != loads_.end() && at->second.classify(goal_) == Bound::kUpper;
  }
  // The most that was ever really sent, in frames/s.
  [[nodiscard]] double most_sent() const { return most_; }
  [[nodiscard]] double seconds() const { return seconds_; }
  [[nodiscard]] std::uint64_t trials() const { return trials_; }
  [[nodiscard]] const Goal& goal() const { return goal_; }

 private:
  // Of a trial's length by the generator's clock, and of rates by whole frames.
  static constexpr double kNearly = 0.999;
  static constexpr double kRoom = 1.001;

  Goal goal_;
  std::map<double, Load> loads_;
  double most_ = 0;
  double seconds_ = 0;
  std::uint64_t trials_ = 0;
};

}  // namespace rate_search
