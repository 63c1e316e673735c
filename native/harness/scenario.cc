// The check program around one file of the learner's that defines lab::scenario (lab/simulate.hpp): `lab simulate`.
// What it is to do comes in the environment; what came of it goes out as counts and advice.
#include <stdlib.h>
#include <string.h>

#include "lab/simulate.hpp"

namespace {

using lab::Check;

lab::Exploration plan_from_environment() {
  lab::Exploration plan;
  if (const char* const schedules = getenv("LAB_SIMULATE_SCHEDULES")) {
    plan.schedules = static_cast<std::uint32_t>(strtoul(schedules, nullptr, 10));
  }
  if (const char* const memory = getenv("LAB_SIMULATE_MEMORY")) {
    if (strcmp(memory, "tso") == 0) plan.memory = lab::SimulatedMemory::kTso;
    if (strcmp(memory, "sc") == 0) plan.memory = lab::SimulatedMemory::kSc;
  }
  plan.replay = getenv("LAB_SIMULATE_REPLAY");
  plan.tells_choices = true;
  return plan;
}

void explore(Check& check) {
  lab::Exploration plan = plan_from_environment();
  if (plan.replay != nullptr) {
    lab::explore(check, plan, lab::scenario);
    check.count("runs", 1);
    return;
  }
  // Half of the runs to take all that there are; if that was not enough, the other half anywhere among them.
  plan.systematic = true;
  plan.schedules = (plan.schedules + 1) / 2;
  lab::Explored explored = lab::explore(check, plan, lab::scenario);
  if (!explored.all && plan.schedules > 1) {
    plan.systematic = false;
    explored.runs += lab::explore(check, plan, lab::scenario).runs;
  }
  check.count("runs", explored.runs);
  check.count("all", explored.all ? 1 : 0);
  const lab::LineCounts lines = lab::count_lines(check, {}, lab::scenario);
  check.count("accesses", lines.accesses);
  check.count("transfers", lines.transfers);
  check.count("upgrades", lines.upgrades);
  check.count("invalidations", lines.invalidations);
}

constexpr lab::Step kSteps[] = {{"scenario", explore}};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
