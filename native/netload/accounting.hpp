// What the kernel has counted of UDP in the namespace of the calling thread (/proc/net/snmp; the fields' meanings are
// in RFC 4113 and in the kernel's Documentation/networking/snmp_counter.rst): the second opinion on every count of
// ours.
#pragma once

#include <cstdint>

namespace lab {

struct UdpCounters {
  std::int64_t in = 0;            // InDatagrams: handed to a program
  std::int64_t no_ports = 0;      // NoPorts: nobody was listening
  std::int64_t in_errors = 0;     // InErrors: dropped for any other reason, a full buffer among them
  std::int64_t out = 0;           // OutDatagrams
  std::int64_t receive_full = 0;  // RcvbufErrors: the socket's buffer was full
  std::int64_t send_full = 0;     // SndbufErrors

  // What has been added since `before`.
  [[nodiscard]] UdpCounters since(const UdpCounters& before) const noexcept;
};

// Throws std::system_error where /proc cannot be read.
UdpCounters read_udp_counters();

}  // namespace lab
