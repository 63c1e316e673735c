// Devices under test whose truth is known, because they are arithmetic.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "given.hpp"
#include "lab/check.hpp"

namespace rate_search {

// Frames/s, frames and seconds; what is zero is not there.
struct Device {
  double capacity;        // what it forwards; the surplus fills the buffer, and then is lost
  double buffer = 0;      // frames
  double generator = 0;   // the most that its generator can send
  double stalls = 0;      // a second: the machine is away for too long, whatever the rate
  double always = 0;      // the share that it loses at every rate
  double leaks_from = 0;  // above this rate it loses a share that grows with the rate: `leak` at twice the rate
  double leak = 0;
  double hiccups_from = 0;  // above this rate it loses frames in each third trial
};

// Trials against a device: no clock, no luck but the seed's.
class Simulated final : public Trials {
 public:
  Simulated(const Device& device, std::uint64_t seed) : device_(device), random_(seed) {}

  Trial run(double rate, double seconds) override {
    const double offered = device_.generator > 0 ? std::min(rate, device_.generator) : rate;
    const double sent = std::round(offered * seconds);
    double lost = std::max(0.0, (offered - device_.capacity) * seconds - device_.buffer);
    lost += sent * device_.always;
    if (device_.leaks_from > 0) lost += sent * device_.leak * std::max(0.0, offered / device_.leaks_from - 1);
    if (device_.hiccups_from > 0 && offered > device_.hiccups_from && ++hiccups_ % 3 == 0) lost += kHiccup;
    // Stalls come by themselves, and so without memory: Poisson.
    if (device_.stalls > 0 && share() < 1 - std::exp(-device_.stalls * seconds)) lost += sent * kStallShare * share();
    return {seconds, static_cast<std::uint64_t>(sent),
            static_cast<std::uint64_t>(std::min(sent, std::ceil(lost - kWhole)))};
  }

 private:
  static constexpr double kHiccup = 7;
  static constexpr double kStallShare = 0.01;  // of a trial's frames: some milliseconds
  static constexpr double kWhole = 1e-3;       // of a frame, that rounding makes

  double share() { return static_cast<double>(random_.next() >> 11) * 0x1p-53; }

  Device device_;
  lab::Random random_;
  std::uint64_t hiccups_ = 0;
};

}  // namespace rate_search
