// The choices of a run as people can copy them: `3:1,17:2` for the first alternative at the third choice and the second
// at the seventeenth. All others are the ordinary ones.
#pragma once

#include "harness/check_text.hpp"
#include "simulator/base/raw.hpp"

namespace lab::sim {

template <size_t kSize>
void write_tape(Text<kSize>& text, const Vector<std::uint8_t>& tape) noexcept {
  const char* separator = "";
  for (std::size_t i = 0; i < tape.size(); ++i) {
    if (tape[i] == 0) continue;
    text.add(separator).add_number(i + 1).add(':').add_number(tape[i]);
    separator = ",";
  }
}

// Whatever else is in the text is passed over.
inline Vector<std::uint8_t> read_tape(const char* text) {
  constexpr std::size_t kLongest = 1'000'000;
  Vector<std::uint8_t> tape;
  std::size_t at = 0;
  std::size_t number = 0;
  bool choice = false;
  for (;; ++text) {
    if (*text >= '0' && *text <= '9') {
      if (number < kLongest) number = number * 10 + static_cast<std::size_t>(*text - '0');
      continue;
    }
    if (*text == ':' && !choice) {
      at = number;
      choice = true;
    } else {
      if (choice && at > 0 && at <= kLongest) {
        if (tape.size() < at) tape.resize(at, 0);
        tape[at - 1] = static_cast<std::uint8_t>(number);
      }
      choice = false;
      if (*text == '\0') return tape;
    }
    number = 0;
  }
}

}  // namespace lab::sim
