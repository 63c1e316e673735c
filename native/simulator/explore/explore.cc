// Run after run of a scenario, until one goes wrong or the plan is done; then the shortest way there.
#include "explore.hpp"

namespace lab::sim {
namespace {

// Runs that are spent on making a failing one shorter.
constexpr std::uint32_t kMostAttempts = 400;
constexpr std::uint32_t kFewAttempts = 12;
// A first guess of how long a run is; afterwards the last one says.
constexpr std::uint64_t kFewSteps = 64;

class Explorer {
 public:
  Explorer(const Exploration& plan, ScenarioBody body, void* scenario) noexcept
      : plan_(plan), body_(body), scenario_(scenario) {}

  // False when a run has failed: its tape is then in `tape`.
  bool explore(Explored& explored, Vector<std::uint8_t>& tape) {
    const bool good = plan_.systematic ? explore_all(explored) : explore_some(explored);
    if (!good) tape = simulation().tape();
    return good;
  }

  RunEnd replay(const Vector<std::uint8_t>& tape, bool traced) {
    ReplayStrategy strategy;
    strategy.begin(tape);
    return run(strategy, traced);
  }

  // Makes as many choices as possible the ordinary ones, as long as the run fails in the same way.
  void shorten(Vector<std::uint8_t>& tape, Failure failure) {
    // A run that does not end is long, and so is each attempt.
    std::uint32_t left = failure == Failure::kEndless ? kFewAttempts : kMostAttempts;
    for (std::size_t chunk = tape.size(); chunk > 0 && left > 0; chunk /= 2) {
      for (bool better = true; better && left > 0;) {
        better = false;
        for (std::size_t begin = 0; begin < tape.size() && left > 0; begin += chunk) {
          if (!make_ordinary(tape, begin, chunk, failure, left)) continue;
          better = true;
        }
      }
    }
  }

 private:
  RunEnd run(Strategy& strategy, bool traced) {
    RunPlan plan;
    plan.strategy = &strategy;
    plan.memory = plan_.memory;
    plan.most_steps = plan_.most_steps;
    plan.traced = traced;
    return simulation().run(plan, body_, scenario_);
  }

  bool explore_all(Explored& explored) {
    SystematicStrategy strategy;
    strategy.begin_first();
    for (std::uint32_t i = 0; i < plan_.schedules; ++i) {
      const RunEnd end = run(strategy, false);
      if (!end.redundant) ++explored.runs;
      if (end.failure != Failure::kNone) return false;
      if (strategy.begin_next()) continue;
      explored.all = true;
      return true;
    }
    return true;
  }

  bool explore_some(Explored& explored) {
    RandomStrategy coins;
    PriorityStrategy priorities;
    std::uint64_t steps = kFewSteps;
    for (std::uint32_t i = 0; i < plan_.schedules; ++i) {
      const std::uint64_t seed = Random(plan_.seed + i).next();
      coins.begin(seed);
      priorities.begin(seed, steps);
      Strategy& strategy = i % 2 == 0 ? static_cast<Strategy&>(coins) : static_cast<Strategy&>(priorities);
      ++explored.runs;
      if (run(strategy, false).failure != Failure::kNone) return false;
      steps = simulation().points();
    }
    return true;
  }

  bool make_ordinary(Vector<std::uint8_t>& tape, std::size_t begin, std::size_t chunk, Failure failure,
                     std::uint32_t& left) {
    Vector<std::uint8_t> shorter = tape;
    bool changed = false;
    for (std::size_t i = begin; i < begin + chunk && i < shorter.size(); ++i) {
      changed = changed || shorter[i] != 0;
      shorter[i] = 0;
    }
    if (!changed) return false;
    --left;
    if (replay(shorter, false).failure != failure) return false;
    while (!shorter.empty() && shorter.back() == 0) shorter.pop_back();
    tape.swap(shorter);
    return true;
  }

  const Exploration& plan_;
  ScenarioBody body_;
  void* scenario_;
};

}  // namespace

Found find_failure(const Exploration& plan, ScenarioBody body, void* scenario) {
  Found found;
  Explorer explorer(plan, body, scenario);
  if (explorer.explore(found.explored, found.tape)) return found;
  const Failure failure = simulation().end().failure;
  explorer.shorten(found.tape, failure);
  found.failed = true;
  found.repeated = explorer.replay(found.tape, true).failure == failure;
  return found;
}

RunEnd replay(const Exploration& plan, const Vector<std::uint8_t>& tape, ScenarioBody body, void* scenario) {
  return Explorer(plan, body, scenario).replay(tape, true);
}

}  // namespace lab::sim
