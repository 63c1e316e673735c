// What is wrong: knows the first device's rate, and says it.
// Why people write it: it was in the last report.
// What catches it: the record: an answer is a load that was tried (one-threshold).
#pragma once

#include "given.hpp"

inline rate_search::Found find_loss_free_rate(rate_search::Trials& trials, const rate_search::Goal& goal) {
  using rate_search::Limit;
  static_cast<void>(trials);
  static_cast<void>(goal);
  return {3'990'000, Limit::kLoss};
}
