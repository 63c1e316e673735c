// The generator as an arm: the trial conductor's orders become traffic through a device under test.
#pragma once

#include <string>
#include <vector>

#include "trafficgen/port.hpp"
#include "trafficgen/traffic.hpp"

namespace lab::trafficgen {

// What a device under test does with addresses.
enum class Service {
  kForward,  // layer 2 towards a known neighbour: its own address as source, the neighbour's as destination
  kReflect,  // source and destination change places
  kLeave,    // nothing at all
};

// The ways through a device: with one port there and back, with two from each to the other. Ports are named by
// `net_memif` addresses that the testbed gives out: see address_of_dut() and address_of_neighbour().
std::vector<Way> ways_through(const std::vector<const Port*>& ports, Service service);

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
};

// Carries out orders until the conductor closes the channel; the exit code (lab/protocol.hpp). Workload 0 is saturation
// with the smallest frames, 1 a lone frame each way, 2 saturation with the mix of sizes, 3 eight frames each way.
int drive(const DrivePlan& plan);

}  // namespace lab::trafficgen
