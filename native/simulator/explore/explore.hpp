#pragma once

#include "simulator/run/machine.hpp"

namespace lab::sim {

struct Found {
  Explored explored;
  bool failed = false;
  bool repeated = false;      // the failing run came out the same again; it is what the machine's trace holds
  Vector<std::uint8_t> tape;  // its choices, without ordinary ones at the end
};

Found find_failure(const Exploration& plan, ScenarioBody body, void* scenario);

// The run with these choices, traced.
RunEnd replay(const Exploration& plan, const Vector<std::uint8_t>& tape, ScenarioBody body, void* scenario);

}  // namespace lab::sim
