#pragma once

#include <cstdint>

namespace lab::sim {

// Tells as advice where the run that has just been counted waited for lines, per item: the lines that hold what has
// nothing to do with each other, and the places in the code.
void advise_on_lines(std::uint64_t items) noexcept;

}  // namespace lab::sim
