// What the forwarder is told, and what it tells. Include it as "given.hpp"; nothing in it is yours to change.
#pragma once

#include <rte_ether.h>

#include <cstdint>

namespace forwarder {

inline constexpr std::uint16_t kBurst = 32;          // frames that one call receives, or sends, at most
inline constexpr std::uint16_t kDescriptors = 1024;  // of every queue

// No frame waits longer than this for others to travel with.
inline constexpr std::uint64_t kLongestWaitUs = 100;

// Who lives behind a port: everything that leaves there is for them.
inline rte_ether_addr neighbour_behind(std::uint16_t port) noexcept {
  return {{0x02, 'l', 'a', 'b', 1, static_cast<std::uint8_t>(port)}};
}

// What happened at one port since open().
struct Statistics {
  std::uint64_t received = 0;  // frames that came in here
  std::uint64_t sent = 0;      // frames that this port took to send
  std::uint64_t dropped = 0;   // frames that should have left here, and were freed instead
};

}  // namespace forwarder
