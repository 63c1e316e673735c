// What a relay and the program around it say to each other: given to whoever writes one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace relay {

// The largest datagram that is passed on, in bytes. What is larger is counted and goes no further.
inline constexpr std::size_t kLargest = 2048;

// A turn receives this many messages at most, so that the program around it can look at other things in between.
inline constexpr std::size_t kBatch = 64;

// What the relay wants to be called for. The program around it sleeps in poll(2) for it.
enum class Next {
  kTurnAgain,      // there may be more to do at once
  kWaitForInput,   // nothing has arrived
  kWaitForOutput,  // the kernel takes no more for now, and something is waiting to go out
};

// What became of everything that has arrived, since the relay was made.
struct Tally {
  std::uint64_t forwarded = 0;          // datagrams that the kernel has taken for the way out
  std::uint64_t too_large = 0;          // larger than kLargest
  std::uint64_t dropped_by_kernel = 0;  // lost before the relay could read them: its receive queue was full
};

// What a relay does to each datagram: the last byte counts how many relays it has passed.
inline void count_hop(std::span<std::byte> datagram) noexcept {
  if (!datagram.empty()) datagram.back() = static_cast<std::byte>(std::to_integer<unsigned>(datagram.back()) + 1);
}

}  // namespace relay
