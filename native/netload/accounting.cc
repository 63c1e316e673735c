#include "netload/accounting.hpp"

#include <cerrno>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

namespace lab {

UdpCounters UdpCounters::since(const UdpCounters& before) const noexcept {
  return {in - before.in,   no_ports - before.no_ports,         in_errors - before.in_errors,
          out - before.out, receive_full - before.receive_full, send_full - before.send_full};
}

// Two lines begin with "Udp:": the names, then the numbers.
UdpCounters read_udp_counters() {
  std::ifstream file("/proc/thread-self/net/snmp");
  std::string names;
  std::string numbers;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("Udp:", 0) != 0) continue;
    (names.empty() ? names : numbers) = line;
  }
  if (numbers.empty()) throw std::system_error(ENOENT, std::generic_category(), "/proc/net/snmp");
  UdpCounters counters;
  std::istringstream each_name(names);
  std::istringstream each_number(numbers);
  std::string skipped;
  each_name >> skipped;
  each_number >> skipped;
  std::int64_t number = 0;
  for (std::string name; each_name >> name && each_number >> number;) {
    if (name == "InDatagrams") counters.in = number;
    if (name == "NoPorts") counters.no_ports = number;
    if (name == "InErrors") counters.in_errors = number;
    if (name == "OutDatagrams") counters.out = number;
    if (name == "RcvbufErrors") counters.receive_full = number;
    if (name == "SndbufErrors") counters.send_full = number;
  }
  return counters;
}

}  // namespace lab
