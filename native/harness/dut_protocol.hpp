// The conversation between a driver (trusted, outside) and a device under test (a process that holds learner code),
// over a SOCK_SEQPACKET socket pair whose far end is the DUT's file descriptor 3. It is about starting and stopping and
// nothing else. Whatever the learner's code may write here, it gains nothing: results are counted on the wire.
#pragma once

#include <cstdint>

namespace lab {

inline constexpr int kDutChannelFd = 3;
inline constexpr std::uint32_t kDutVersion = 1;
inline constexpr std::uint32_t kBriefMagic = 0x4c414244;    // "LABD", to the DUT
inline constexpr std::uint32_t kReadyMagic = 0x4c414252;    // "LABR", from the DUT: it has bound its sockets
inline constexpr std::uint32_t kStopMagic = 0x4c414253;     // "LABS", to the DUT
inline constexpr std::uint32_t kStoppedMagic = 0x4c414245;  // "LABE", from the DUT: run_dut() has returned

// The first message; waits in the channel before the DUT starts.
struct Brief {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint32_t listen_address;  // network byte order, as in sockaddr_in
  std::uint32_t forward_address;
  std::uint16_t listen_port;
  std::uint16_t forward_port;
};

// Everything else.
struct Note {
  std::uint32_t magic;
  std::uint32_t version;
};

}  // namespace lab
