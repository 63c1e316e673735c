// What is wrong with a datagram that should have been another one, in a sentence.
#pragma once

#include <cstddef>
#include <cstdint>

#include "lab/relayed/wires.hpp"

namespace lab {

struct Datagram {
  const DatagramBytes& bytes;
  std::size_t size;
};

// Which one is due, and how many have arrived.
struct Progress {
  std::uint64_t due;
  std::uint64_t arrived;
};

// Ends the step. The two differ in length or in a byte.
[[noreturn]] inline void tell_difference(Check& check, Progress progress, const Datagram& got, const Datagram& due) {
  if (got.size >= kNumberedBytes && due.size >= kNumberedBytes) {
    const std::uint32_t number = number_in(got.bytes);
    if (number < progress.due) {
      check.fail("Datagram {} comes out a second time; the next one is {}.", number, progress.due);
    }
    if (number > progress.due && number < progress.arrived) {
      check.fail("Datagram {} comes out, and {} has not: it is lost, or out of order.", number, progress.due);
    }
  }
  if (got.size != due.size) {
    check.fail("Datagram {} had {} bytes and comes out with {}.", progress.due, due.size, got.size);
  }
  if (memcmp(got.bytes.at, due.bytes.at, got.size - 1) == 0) {
    check.fail("Datagram {} comes out without its hop counted once: its last byte should be one more.", progress.due);
  }
  check.fail("Datagram {} comes out with other bytes than it came in with.", progress.due);
}

}  // namespace lab
