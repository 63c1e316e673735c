// The program that is timed, as far as it can be counted: optimized, with bursts.
#include "answered.hpp"

namespace {

using lab::Check;
using tuned::Answered;

// --- under-load ---

// Bursts of 100: how many calls to the kernel does a datagram take, receiving, answering and being told together?
void under_load(Check& check) {
  constexpr int kBursts = 10;
  Answered answered(check);
  for (int burst = 0; burst < kBursts; ++burst) {
    answered.arrive(100, 64);
    answered.turn();
    answered.expect_answered();
  }
  check.count("system-calls", lab::faults::counts().all(), answered.answered());
}

constexpr lab::Step kSteps[] = {{"under-load", under_load}};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
