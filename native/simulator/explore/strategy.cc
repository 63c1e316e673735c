#include "strategy.hpp"

namespace lab::sim {

void RandomStrategy::begin(std::uint64_t seed) noexcept {
  random_ = Random(seed);
  switch_one_in_ = std::uint64_t{1} << (1 + random_.below(5));
  old_one_in_ = std::uint64_t{1} << (1 + random_.below(4));
}

std::uint32_t RandomStrategy::choose(std::uint32_t count, Choice kind) {
  if (count == 1) return 0;
  if (kind == Choice::kWake || kind == Choice::kFlush) return static_cast<std::uint32_t>(random_.below(count));
  if (random_.below(old_one_in_) != 0) return 0;
  return 1 + static_cast<std::uint32_t>(random_.below(count - 1));
}

std::uint32_t RandomStrategy::choose_thread(const Runnable& runnable, const Pending*) {
  if (runnable.count == 1 || random_.below(switch_one_in_) != 0) return 0;
  return static_cast<std::uint32_t>(random_.below(runnable.count));
}

void PriorityStrategy::begin(std::uint64_t seed, std::uint64_t expected_steps) noexcept {
  coins_.begin(seed);
  Random random(~seed);
  for (std::int64_t& priority : priority_) priority = static_cast<std::int64_t>(random.next() >> 2);
  changes_ = static_cast<std::uint32_t>(random.below(kMostChanges));
  for (std::uint32_t i = 0; i < changes_; ++i) change_at_[i] = 1 + random.below(expected_steps + 1);
  lowest_ = 0;
  step_ = 0;
}

std::uint32_t PriorityStrategy::choose_thread(const Runnable& runnable, const Pending*) {
  std::uint32_t best = 0;
  for (std::uint32_t i = 1; i < runnable.count; ++i) {
    if (priority_[runnable.threads[i]] > priority_[runnable.threads[best]]) best = i;
  }
  return best;
}

void PriorityStrategy::runs(std::uint8_t thread, const Pending*) {
  ++step_;
  for (std::uint32_t i = 0; i < changes_; ++i) {
    if (change_at_[i] == step_) priority_[thread] = --lowest_;
  }
}

std::uint32_t SystematicStrategy::first_awake(const Node& node) noexcept {
  for (std::uint32_t i = 0; i < node.runnable.count; ++i) {
    const auto bit = static_cast<std::uint8_t>(1U << node.runnable.threads[i]);
    if ((bit & (node.asleep | node.tried)) == 0) return i;
  }
  return kRedundant;
}

bool SystematicStrategy::begin_next() noexcept {
  // Below here every run has been taken, or the run was cut short: what it did not reach is not on the stack.
  while (nodes_.size() > depth_) nodes_.pop_back();
  while (!nodes_.empty()) {
    Node& node = nodes_.back();
    if (node.of_thread) {
      node.tried = static_cast<std::uint8_t>(node.tried | (1U << node.runnable.threads[node.chosen]));
      node.chosen = first_awake(node);
      if (node.chosen != kRedundant) break;
    } else if (++node.chosen < node.count) {
      break;
    }
    nodes_.pop_back();
  }
  begin();
  return !nodes_.empty();
}

std::uint32_t SystematicStrategy::choose(std::uint32_t count, Choice) {
  if (count == 1) return 0;
  if (depth_ == nodes_.size()) nodes_.push_back({0, count, false, {}, 0, 0});
  return nodes_[depth_++].chosen;
}

std::uint32_t SystematicStrategy::choose_thread(const Runnable& runnable, const Pending*) {
  if (depth_ == nodes_.size()) {
    Node node{0, runnable.count, true, runnable, asleep_, 0};
    node.chosen = first_awake(node);
    if (node.chosen == kRedundant) return kRedundant;
    nodes_.push_back(node);
  }
  const Node& node = nodes_[depth_++];
  asleep_ = node.asleep | node.tried;
  return node.chosen;
}

void SystematicStrategy::runs(std::uint8_t thread, const Pending* pending) {
  for (std::uint32_t u = 0; u < kMostThreads; ++u) {
    const auto bit = static_cast<std::uint8_t>(1U << u);
    if ((asleep_ & bit) != 0 && !pending[u].commutes_with(pending[thread])) {
      asleep_ = static_cast<std::uint8_t>(asleep_ & ~bit);
    }
  }
}

}  // namespace lab::sim
