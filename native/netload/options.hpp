// What lab-netload is told on its command line.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "netload/port.hpp"
#include "wire/wire.hpp"

namespace lab {

// What traffic an order makes. Written as `closed:bytes=64`, `open:bytes=64,rate=20000,arrivals=poisson` or
// `open:bytes=64,arrivals=bursts,burst=1.6`.
struct Traffic {
  enum class Loop { kClosed, kWindow, kOpen };
  enum class Arrivals { kConstant, kPoisson, kBursts };

  Loop loop = Loop::kClosed;
  Path path = Path::kEcho;
  std::size_t bytes = 64;
  std::size_t outstanding = 1;  // kWindow: messages under way at a time
  double per_second = 0;        // kOpen; 0 where each order says how many
  Arrivals arrivals = Arrivals::kConstant;
  double burst = 1;  // kBursts: how many come at once, as a multiple of what a socket holds that has asked for nothing
};

// Nothing where the text is not of that form.
std::optional<Traffic> parse_traffic(const std::string& text);

struct Options {
  enum class Mode { kDrive, kLoads, kProbe, kSelfTest };

  Mode mode = Mode::kDrive;
  wire::Device device = wire::Device::kVeth;
  int generator_cpu = -1;
  int dut_cpu = -1;
  std::vector<Traffic> traffic;      // by Order::workload
  std::vector<double> rates;         // kLoads: datagrams a second; none: 10, 50 and 90 % of what the program carries
  std::vector<std::string> command;  // the DUT's, sandbox included
};

// Nothing where the command line is not understood.
std::optional<Options> parse_options(int argc, char** argv);

extern const char* const kUsage;

}  // namespace lab
