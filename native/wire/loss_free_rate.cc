#include "wire/loss_free_rate.hpp"

#include <algorithm>
#include <cmath>

#include "core/clock.hpp"

namespace lab::wire {
namespace {

constexpr double kTrialSeconds = 0.05;
constexpr int kMajority = 2;                      // of three trials
constexpr double kStep = 0.8;                     // from one rate to the next
constexpr double kLowest = 0.1;                   // of the most: below it a machine shows its stalls only
constexpr std::int64_t kLimitNs = 2'000'000'000;  // less than what the conductor waits for an answer

struct Tried {
  bool lost_nothing = false;
  std::optional<Wrong> wrong;
};

// Two of three, and no third one where two agree.
Tried most_of(Load& load, Order trial) {
  int lossless = 0;
  int lossy = 0;
  while (lossless < kMajority && lossy < kMajority) {
    Carried carried;
    ++trial.seed;
    if (auto wrong = load.carry(trial, carried)) return {false, std::move(wrong)};
    ++(carried.seen.lost == 0 ? lossless : lossy);
  }
  return {lossless == kMajority, std::nullopt};
}

}  // namespace

std::optional<Wrong> find_loss_free_rate(Generator& generator, const Order& order, double& per_second) {
  const std::int64_t limit = monotonic_raw_ns() + kLimitNs;
  double most = 0;
  if (auto wrong = generator.saturate(order, most)) return wrong;
  Order trial = order;
  trial.flags = 0;
  for (trial.rate = most;; trial.rate *= kStep) {
    per_second = trial.rate;
    trial.items = static_cast<std::uint64_t>(std::max(1.0, std::ceil(trial.rate * kTrialSeconds)));
    Tried tried = most_of(generator, trial);
    if (tried.wrong || tried.lost_nothing) return std::move(tried.wrong);
    if (trial.rate * kStep < kLowest * most || monotonic_raw_ns() > limit) return std::nullopt;
  }
}

}  // namespace lab::wire
