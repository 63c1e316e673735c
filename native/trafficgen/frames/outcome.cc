#include "trafficgen/frames/outcome.hpp"

#include <algorithm>

namespace lab::trafficgen {

bool Outcome::perfect() const noexcept {
  return std::all_of(accounts.begin(), accounts.end(), [](const Account& one) { return one.perfect(); });
}

bool Outcome::honest() const noexcept {
  return std::all_of(accounts.begin(), accounts.end(), [](const Account& one) { return one.honest(); });
}

std::uint64_t Outcome::lost() const noexcept {
  std::uint64_t sum = 0;
  for (const Account& one : accounts) sum += one.lost();
  return sum;
}

std::string Outcome::story() const {
  std::string text;
  for (std::size_t way = 0; way < accounts.size(); ++way) {
    const Account& one = accounts[way];
    if (one.perfect()) continue;
    if (!text.empty()) text += "; ";
    const std::string kinds = one.story();
    text +=
        "of " + std::to_string(one.planned()) + " frames into port " + std::to_string(way) + ": " +
        (kinds.empty() ? std::to_string(one.planned() - one.sent()) + " found no way in: the device stopped receiving"
                       : kinds);
  }
  return text;
}

Seen Outcome::seen() const {
  Seen seen{};
  for (const Account& one : accounts) {
    seen.sent += one.offered();
    seen.received += one.received();
    seen.lost += one.lost();
    seen.duplicated += one.duplicated();
    seen.reordered += one.reordered();
    seen.corrupted += one.corrupted();
  }
  seen.elapsed_ticks = elapsed_ticks;
  latency.report(seen);
  lateness.copy_percentiles(seen.late_ticks);
  seen.burst = 1;
  return seen;
}

}  // namespace lab::trafficgen
