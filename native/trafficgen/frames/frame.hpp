// One frame of the generator's traffic: IPv4 and UDP in Ethernet, with up to two VLAN tags, a sequence number, a time
// stamp and a checksum of its own. Knows nothing of DPDK: bytes in, bytes out.
//
// The checksum is ours and not UDP's, because it has to hold from the generator's core to the sink: it covers all that
// a forwarder must leave alone, which is everything behind the two addresses. It is linear in the words it covers, so
// that stamping a prepared frame costs two multiplications, however long the frame is.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace lab::trafficgen {

using MacAddress = std::array<std::uint8_t, 6>;

// Sizes are Ethernet's, with the 4 bytes of frame check sequence that no driver hands over, and without tags: a tagged
// frame of 64 has 68 bytes on the wire (IEEE 802.3-2022, 3.1.1).
inline constexpr std::size_t kSmallestFrame = 64;
inline constexpr std::size_t kLargestFrame = 1518;
inline constexpr std::size_t kLargestJumbo = 9018;
inline constexpr std::size_t kCheckSequenceBytes = 4;

inline constexpr std::size_t kAddressBytes = 12;  // destination and source
inline constexpr std::size_t kTagBytes = 4;
inline constexpr std::uint32_t kMostTags = 2;  // QinQ: an S-tag outside, a C-tag inside (IEEE 802.1Q)

// What a frame shall look like.
struct FrameSpec {
  MacAddress destination{};
  MacAddress source{};
  std::size_t size = kSmallestFrame;
  std::uint32_t tags = 0;  // VLAN tags, 0 to kMostTags
  std::uint16_t flow = 0;  // decides source address and source port
  std::uint64_t seed = 0;  // decides the filling
};

// A frame to be stamped and sent any number of times.
struct FrameTemplate {
  std::vector<std::uint8_t> bytes;  // what the driver is given: without the check sequence
  std::size_t stamp_offset;
  std::uint64_t sum;  // of everything covered but the stamp
};

// Throws std::invalid_argument for a size or a number of tags that there is not.
FrameTemplate make_template(const FrameSpec& spec);

// Writes number and time into a copy of the template at `frame`.
void stamp(const FrameTemplate& form, std::uint8_t* frame, std::uint32_t sequence, std::uint64_t ticks) noexcept;

enum class Arrival {
  kIntact,
  kCorrupted,   // one of ours, and not as it was sent: changed, cut short or grown
  kUnexpected,  // none of ours
};

struct Parsed {
  Arrival arrival = Arrival::kUnexpected;
  std::uint32_t sequence = 0;  // these two only of an intact frame
  std::uint64_t ticks = 0;
};

// Reads a frame that came back. The addresses are not looked at: they are the forwarder's to write.
Parsed parse(std::span<const std::uint8_t> frame) noexcept;

}  // namespace lab::trafficgen
