#pragma once

#include "words.hpp"

namespace lab::sim {

// What was wrong with the run that the machine has just traced, in a sentence or two. Marks the events that its reader
// needs.
Sentence conclude() noexcept;

}  // namespace lab::sim
