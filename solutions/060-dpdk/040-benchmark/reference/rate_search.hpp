// The highest rate that is good by a goal, after MLRsearch (RFC 9971): single trials show where the limit must be, and
// only the two loads on either side of it are tested until nothing can change the result.
//
// There is no state but the evidence: what each load's trials have come to. After each trial the two loads that matter
// are looked up anew, so that a load that looked bad because of one stall can turn out to be good at any time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>

#include "given.hpp"

namespace rate_search {

class Search {
 public:
  Search(Trials& trials, const Goal& goal) : trials_(trials), goal_(goal), up_(goal.width), down_(goal.width) {}

  Found run() {
    if (passes(goal_.max_rate)) return at_the_top();
    through_ = std::clamp(through_, goal_.min_rate, goal_.max_rate);
    while (true) {
      // The smallest load that looks bad counts, whatever the larger ones look like; the one before it looks good.
      const auto upper = first_bad();
      if (upper == evidence_.end()) return at_the_top();
      const bool has_lower = upper != evidence_.begin();
      if (!has_lower && upper->first <= goal_.min_rate) {
        if (is_decided(upper->second)) return {0, Limit::kNothing};
        try_once(upper->first);
      } else if (!has_lower) {
        look_at(std::max(goal_.min_rate, std::min(through_, upper->first * (1 - down_))));
      } else if (const auto lower = std::prev(upper); lower->first < upper->first * (1 - goal_.width)) {
        look_at(std::min((lower->first + upper->first) / 2, lower->first * (1 + up_)));
      } else if (!is_decided(lower->second)) {
        try_once(lower->first);
      } else if (!is_decided(upper->second)) {
        try_once(upper->first);
      } else {
        return {lower->first, Limit::kLoss};
      }
    }
  }

 private:
  // Seconds of trials at one load, and what was sent in them.
  struct Evidence {
    double good = 0;
    double bad = 0;
    double sent = 0;
  };
  using Loads = std::map<double, Evidence>;

  // A little less than what would be as wide as the goal allows, so that rounding cannot make it wider.
  static constexpr double kInside = 0.95;
  static constexpr double kRounding = 1e-9;  // of sums of seconds
  static constexpr double kFarthest = 0.5;

  [[nodiscard]] bool looks_bad(const Evidence& load) const {
    return load.bad > goal_.exceed_ratio * (load.good + load.bad) + kRounding;
  }

  // Whether the trial time that is left could still change how it looks.
  [[nodiscard]] bool is_decided(const Evidence& load) const {
    const double rest = std::max(0.0, goal_.sum_seconds - load.good - load.bad);
    const double allowed = goal_.exceed_ratio * (load.good + load.bad + rest) + kRounding;
    return load.bad + rest <= allowed || load.bad > allowed;
  }

  [[nodiscard]] Loads::iterator first_bad() {
    return std::find_if(evidence_.begin(), evidence_.end(),
                        [this](const auto& load) { return looks_bad(load.second); });
  }

  void try_once(double rate) {
    const Trial trial = trials_.run(rate, goal_.trial_seconds);
    const auto sent = static_cast<double>(trial.sent);
    const auto lost = static_cast<double>(trial.lost);
    Evidence& load = evidence_[rate];
    (lost <= goal_.loss_ratio * sent ? load.good : load.bad) += trial.seconds;
    load.sent += sent;
    // The forwarding rate under overload (RFC 2285, 3.6.2): the limit is seldom far from it.
    if (looks_bad(load)) through_ = (sent - lost) / trial.seconds * (1 - goal_.width / 4);
  }

  // A trial at a new load; the next one goes farther in a direction that has been right.
  void look_at(double rate) {
    try_once(rate);
    const bool bad = looks_bad(evidence_[rate]);
    up_ = bad ? goal_.width * kInside : std::min(2 * up_, kFarthest);
    down_ = bad ? std::min(2 * down_, kFarthest) : goal_.width * kInside;
  }

  // Tries a load until it is decided, or looks bad.
  bool passes(double rate) {
    do {
      try_once(rate);
    } while (!looks_bad(evidence_[rate]) && !is_decided(evidence_[rate]));
    return !looks_bad(evidence_[rate]);
  }

  // Nothing was bad: what was really sent at the maximum is the answer.
  Found at_the_top() {
    while (!is_decided(evidence_[goal_.max_rate])) try_once(goal_.max_rate);
    const Evidence& top = evidence_[goal_.max_rate];
    const double sent = top.sent / (top.good + top.bad);
    return {sent, sent < goal_.max_rate * (1 - goal_.width) ? Limit::kGenerator : Limit::kMaximum};
  }

  Trials& trials_;
  const Goal& goal_;
  Loads evidence_;
  double through_ = 0;  // frames/s
  double up_, down_;    // shares of a load
};

}  // namespace rate_search

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  return rate_search::Search(trials, goal).run();
}
