#pragma once

#include "simulator/run/machine.hpp"

namespace lab::sim {

// Tells the run that the machine has just traced on the check's channel, moment by moment, and concludes it in a
// sentence.
Sentence tell_run();

}  // namespace lab::sim
