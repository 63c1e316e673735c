// The doors from a check program's step into the machine (lab/simulate.hpp).
#include "lab/simulate.hpp"

#include "harness/check_run.hpp"
#include "lines.hpp"
#include "simulator/explore/explore.hpp"
#include "simulator/explore/tape.hpp"
#include "story.hpp"

namespace lab {
namespace {

constexpr char kUnsteady[] =
    "A run of this scenario went wrong, and when it was repeated with the same choices it did not: what the code does "
    "depends on something besides what it reads, an address or a static variable for example.";

[[noreturn]] void fail_with(const sim::Sentence& conclusion) {
  my_story().conclude(conclusion);
  throw StepFailed{};
}

}  // namespace

Explored explore_scenario(Check& check, const Exploration& plan, ScenarioBody body, void* scenario) {
  if (plan.replay != nullptr) {
    const sim::RunEnd end = sim::replay(plan, sim::read_tape(plan.replay), body, scenario);
    if (end.failure != sim::Failure::kNone) fail_with(sim::tell_run());
    return {1, false};
  }
  sim::Found found = sim::find_failure(plan, body, scenario);
  if (!found.failed) return found.explored;
  if (!found.repeated) fail_step(kUnsteady, {});
  if (plan.tells_choices) {
    Sentence choices;
    sim::write_tape(choices, found.tape);
    say_advice("replay", choices);
    check.count("runs", found.explored.runs);
  }
  fail_with(sim::tell_run());
}

LineCounts count_lines_of_scenario(Check&, const Counting& plan, ScenarioBody body, void* scenario) {
  LineCounts all{};
  for (const Pace& pace : plan.paces) {
    sim::RunPlan run;
    run.pace = &pace;
    run.line_bytes = plan.line_bytes;
    run.seed = plan.seed;
    if (sim::simulation().run(run, body, scenario).failure != sim::Failure::kNone) {
      run.traced = true;
      sim::simulation().run(run, body, scenario);
      fail_with(sim::tell_run());
    }
    const sim::Traffic& traffic = sim::simulation().coherence().traffic();
    all.accesses += traffic.accesses;
    all.transfers += traffic.transfers;
    all.upgrades += traffic.upgrades;
    all.invalidations += traffic.invalidations;
  }
  // The places are those of the last pace alone.
  if (plan.items != 0) sim::advise_on_lines(plan.items / plan.paces.size());
  return all;
}

}  // namespace lab
