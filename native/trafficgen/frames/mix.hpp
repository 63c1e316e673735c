// Which frame sizes a trial sends, and how often each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace lab::trafficgen {

struct SizeShare {
  std::size_t size;
  std::uint32_t share;
};

// The sizes of RFC 2544 (section 9.1), each of which makes a trial of its own.
inline constexpr std::size_t kRfc2544Sizes[] = {64, 128, 256, 512, 1024, 1280, 1518};

// "IMIX": 28 of 64, 16 of 570, 4 of 1518, as FD.io CSIT sends it.
inline constexpr SizeShare kImix[] = {{64, 28}, {570, 16}, {1518, 4}};

// Sizes in an order that looks random and is the same for a seed: each cycle of the mix holds every share exactly.
std::vector<std::size_t> shuffled_cycle(std::span<const SizeShare> mix, std::uint64_t seed);

}  // namespace lab::trafficgen
