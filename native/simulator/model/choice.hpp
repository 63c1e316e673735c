// Everything that a run could have done otherwise goes through here: who runs next, which store a load reads, where a
// store goes, whether a weak compare-exchange fails for no reason. A run is the list of its choices, and nothing else.
#pragma once

#include <cstdint>

namespace lab::sim {

enum class Choice : std::uint8_t { kThread, kRead, kWrite, kSpurious, kWake, kFlush };

class Choices {
 public:
  // One of 0 … count - 1. 0 is always the ordinary one: go on with the same thread, read the newest, store at the end.
  virtual std::uint32_t choose(std::uint32_t count, Choice kind) = 0;

 protected:
  ~Choices() = default;
};

}  // namespace lab::sim
