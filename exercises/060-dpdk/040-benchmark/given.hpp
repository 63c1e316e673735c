// What a search is told, and what it tells. Include it as "given.hpp"; nothing in it is yours to change.
#pragma once

#include <cstdint>

namespace rate_search {

// What came of one trial.
struct Trial {
  double seconds;      // how long frames were really sent
  std::uint64_t sent;  // frames that were really sent: sent / seconds is the rate that the device has seen
  std::uint64_t lost;  // frames of those that had not come back when nothing more came
};

// The generator, and a device under test behind it.
class Trials {
 public:
  // Offers `rate` frames/s for `seconds`, waits until nothing more comes back, and counts. A rate is from goal.min_rate
  // to goal.max_rate, a trial from 0.01 s to 100 s long. Throws when the generator is gone, or has worked long enough:
  // let it pass through you.
  virtual Trial run(double rate, double seconds) = 0;

 protected:
  ~Trials() = default;
};

// When a load is good, and how closely the best one is wanted: the terms of RFC 9971, section 4.6.
struct Goal {
  double min_rate;       // frames/s; nothing below it is of interest
  double max_rate;       // frames/s; nothing above it may be offered
  double trial_seconds;  // goal final trial duration: a shorter trial decides nothing
  double sum_seconds;  // goal duration sum: so much trial time decides about a load, or as much as cannot be overturned
  double loss_ratio;   // goal loss ratio: a trial is good where lost <= loss_ratio * sent
  double exceed_ratio;  // goal exceed ratio: this share of the trial time at a load may be bad, and the load is good
  double width;         // goal width: the next load that is not good lies at most this share above the answer
};

// What keeps the answer from being higher.
enum class Limit {
  kLoss,       // the next load is not good
  kMaximum,    // goal.max_rate itself is good
  kGenerator,  // the most that the generator really sends is good
  kNothing,    // no load is good, not even goal.min_rate: the rate is 0
};

struct Found {
  double rate;  // frames/s, as they were really sent
  Limit limit;
};

}  // namespace rate_search
