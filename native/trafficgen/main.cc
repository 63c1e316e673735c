// lab-trafficgen: the lab's own traffic generator and sink over DPDK ports. A process of its own, since DPDK's
// environment takes over the process that it is in.
//
//   lab-trafficgen drive --cpu N --dut-cpu N --device ARGS... [--allow PCI]... [--dut-mac MAC]... [--cables N]
//                  [--reflect|--leave] -- DUT...
//       an arm (lab/protocol.hpp): starts the device under test and drives it by the conductor's orders
//   lab-trafficgen measure ...
//       the same options: drives any program through its trials, and prints what it came to
//   lab-trafficgen cables -- COMMAND...
//       lays two cables and runs a command at their far end: can it be done here? Exit code 0: yes
//   lab-trafficgen selftest --cpu N [--size BYTES] [--frames N] [--socket-folder DIR]
//       generator to sink over a memif pair with nothing between them: the most that can be measured
//   lab-trafficgen probe
//       does DPDK's environment start here, and does a memif pair pass frames? Exit code 0: yes
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "trafficgen/drive.hpp"
#include "trafficgen/measure.hpp"
#include "trafficgen/selftest.hpp"

namespace {

using lab::trafficgen::DrivePlan;
using lab::trafficgen::SelftestPlan;

constexpr int kUsage = 64;  // sysexits.h EX_USAGE

int usage() {
  std::fputs(
      "usage: lab-trafficgen drive|measure --cpu N --dut-cpu N --device ARGS... [--allow PCI]... [--dut-mac MAC]... "
      "[--cables N] [--huge] "
      "[--reflect|--leave] -- "
      "DUT...\n"
      "       lab-trafficgen cables -- COMMAND...\n"
      "       lab-trafficgen selftest --cpu N [--size BYTES] [--frames N]\n"
      "       lab-trafficgen probe\n",
      stderr);
  return kUsage;
}

struct Arguments {
  std::vector<std::string> all;
  std::size_t at = 0;

  [[nodiscard]] bool done() const { return at >= all.size() || all[at] == "--"; }
  std::string next() { return all[at++]; }
  std::optional<std::string> value() { return done() ? std::nullopt : std::optional(next()); }
};

// A whole number from `low` to `high`; nothing otherwise.
std::optional<unsigned long> number(const std::optional<std::string>& text, unsigned long low, unsigned long high) {
  if (!text || text->empty()) return std::nullopt;
  char* end = nullptr;
  const unsigned long value = std::strtoul(text->c_str(), &end, 10);
  if (*end != '\0' || value < low || value > high) return std::nullopt;
  return value;
}

// `02:00:00:00:00:01`; nothing otherwise.
std::optional<lab::trafficgen::MacAddress> mac_address(const std::optional<std::string>& text) {
  lab::trafficgen::MacAddress read{};
  constexpr std::size_t kDigits = 3;  // of a byte, with the colon behind it
  if (!text || text->size() != kDigits * read.size() - 1) return std::nullopt;
  for (std::size_t i = 0; i < read.size(); ++i) {
    const char* const from = text->data() + kDigits * i;
    const char* const to = from + kDigits - 1;
    const auto [end, error] = std::from_chars(from, to, read[i], 16);
    if (error != std::errc{} || end != to || (i + 1 < read.size() && *end != ':')) return std::nullopt;
  }
  return read;
}

constexpr unsigned long kMostCpus = 1024;
constexpr unsigned long kMostCables = 8;  // ports, with a digit each

std::optional<DrivePlan> read_drive(Arguments arguments) {
  DrivePlan plan;
  while (!arguments.done()) {
    const std::string option = arguments.next();
    if (option == "--reflect" || option == "--leave") {
      plan.service = option == "--leave" ? lab::trafficgen::Service::kLeave : lab::trafficgen::Service::kReflect;
    } else if (option == "--huge") {
      plan.eal.huge_pages = true;
    } else if (option == "--dut-mac") {
      const auto mac = mac_address(arguments.value());
      if (!mac) return std::nullopt;
      plan.dut_addresses.push_back(*mac);
    } else if (option == "--cables") {
      const auto cables = number(arguments.value(), 1, kMostCables);
      if (!cables) return std::nullopt;
      plan.cables = static_cast<unsigned>(*cables);
    } else if (option == "--cpu" || option == "--dut-cpu") {
      const auto cpu = number(arguments.value(), 0, kMostCpus);
      if (!cpu) return std::nullopt;
      (option == "--cpu" ? plan.eal.cpu : plan.dut_cpu) = static_cast<int>(*cpu);
    } else if (option == "--device" || option == "--allow" || option == "--dut-env") {
      const auto value = arguments.value();
      if (!value) return std::nullopt;
      auto& list = option == "--device" ? plan.eal.devices : option == "--allow" ? plan.eal.pci : plan.dut_environment;
      list.push_back(*value);
    } else {
      return std::nullopt;
    }
  }
  if (arguments.at + 1 >= arguments.all.size()) return std::nullopt;
  plan.dut.assign(arguments.all.begin() + static_cast<std::ptrdiff_t>(arguments.at) + 1, arguments.all.end());
  return plan;
}

std::optional<SelftestPlan> read_selftest(Arguments arguments) {
  SelftestPlan plan;
  while (!arguments.done()) {
    const std::string option = arguments.next();
    const auto value = arguments.value();
    std::optional<unsigned long> read;
    if (option == "--cpu" && (read = number(value, 0, kMostCpus))) {
      plan.cpu = static_cast<int>(*read);
    } else if (option == "--size" &&
               (read = number(value, lab::trafficgen::kSmallestFrame, lab::trafficgen::kLargestFrame))) {
      plan.size = *read;
    } else if (option == "--frames" && (read = number(value, 1, lab::trafficgen::kMostFrames))) {
      plan.frames = *read;
    } else {
      return std::nullopt;
    }
  }
  return plan;
}

int run(Arguments arguments) {
  if (arguments.done()) return usage();
  const std::string mode = arguments.next();
  if (mode == "drive" || mode == "measure") {
    const auto plan = read_drive(arguments);
    if (!plan) return usage();
    return mode == "drive" ? lab::trafficgen::drive(*plan) : lab::trafficgen::measure(*plan);
  }
  if (mode == "cables") {
    auto plan = read_drive(arguments);
    if (!plan) return usage();
    return lab::trafficgen::try_cables(*plan);
  }
  if (mode == "selftest") {
    const auto plan = read_selftest(arguments);
    return plan ? lab::trafficgen::selftest(*plan) : usage();
  }
  return mode == "probe" && arguments.done() ? lab::trafficgen::probe() : usage();
}

}  // namespace

// Leaves without the destructors of DPDK's drivers: in 22.11 memif's free what its interrupt thread still uses.
int main(int argc, char** argv) {
  const int exit_code = run({{argv + 1, argv + argc}});
  std::fflush(nullptr);
  _exit(exit_code);
}
