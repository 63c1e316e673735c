// The generator as an arm: the trial conductor's orders become traffic through a device under test.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "trafficgen/port.hpp"
#include "trafficgen/traffic.hpp"
#include "wire/cables.hpp"
#include "wire/dut.hpp"

namespace lab::trafficgen {

// What a device under test does with addresses.
enum class Service {
  kForward,  // layer 2 towards a known neighbour: its own address as source, the neighbour's as destination
  kReflect,  // source and destination change places
  kLeave,    // nothing at all
};

// The ways through a device: with one port there and back, with two from each to the other. Ports are named by
// `net_memif` addresses that the testbed gives out: see address_of_dut() and address_of_neighbour().
// `of_dut` has those of the first ports where they are a card's own.
std::vector<Way> ways_through(const std::vector<const Port*>& ports, Service service,
                              const std::vector<MacAddress>& of_dut = {});

// Addresses in the range for local use (IEEE 802: the second bit of the first byte). The DUT's port, and the neighbour
// behind it, which is the generator.
MacAddress address_of_dut(std::size_t port) noexcept;
MacAddress address_of_neighbour(std::size_t port) noexcept;

struct DrivePlan {
  EalPlan eal;
  Service service = Service::kForward;
  std::vector<std::string> dut;              // its complete command
  std::vector<std::string> dut_environment;  // NAME=value, besides this process's own
  int dut_cpu = -1;                          // where all of its threads belong
  // Veth pairs to be laid first, for ports that are packet sockets: lab-g0 here, lab-d0 at the device under test.
  unsigned cables = 0;
  std::vector<MacAddress> dut_addresses;  // of its first ports, where they are cards with addresses of their own
};

// Lays the plan's cables, where there are any. Before start_eal(): the process must have one thread only.
std::optional<wire::Cables> lay_cables(const DrivePlan& plan);
// Starts the device under test, at the far end of the cables where there are any.
std::unique_ptr<wire::Dut> start_dut(const DrivePlan& plan, const std::optional<wire::Cables>& cables);

// Carries out orders until the conductor closes the channel; the exit code (lab/protocol.hpp). Workload 0 is saturation
// with the smallest frames, 1 a lone frame each way, 2 saturation with the mix of sizes, 3 eight frames each way, 4
// frames by a schedule, at the order's rate.
int drive(const DrivePlan& plan);

// Lays two cables and runs the plan's command at their far end: 0 where it ended with 0.
int try_cables(DrivePlan plan);

}  // namespace lab::trafficgen
