// A driver: an arm that holds no learner code but drives a program that does (lab/protocol.hpp). What traffic it makes
// is a Load's business; when the program runs and when it is frozen, and what the conductor is told, is run_driver()'s.
#pragma once

#include "lab/protocol.hpp"
#include "netload/latencies.hpp"
#include "wire/dut.hpp"

namespace lab::wire {

// One order carried out.
struct Carried {
  std::uint64_t items = 0;  // that came back, or out at the far end
  Seen seen{};
};

// What went wrong on the wire, for the learner to read.
struct Wrong {
  int exit_code;  // kDriverSaw…
  std::string sentence;
};

// Makes an order's traffic. Called while the DUT runs; it returns within some seconds whatever the DUT does.
class Load {
 public:
  virtual ~Load() = default;
  virtual std::optional<Wrong> carry(const Order& order, Carried& carried) = 0;
  // Latencies of the last order, for its distribution; null where it has none.
  [[nodiscard]] virtual const Latencies* latencies() const = 0;
};

// All loads of a driver, by the orders' workloads.
class Generator : public Load {
 public:
  // How many items a second the order's workload carries at most, when the next one waits until there is room: where
  // the search for a loss-free rate begins. Takes some 0.2 s.
  virtual std::optional<Wrong> saturate(const Order& order, double& per_second) = 0;
};

// Takes orders from file descriptor 3 until it is closed. The DUT is frozen but for its orders. Returns an exit code;
// what went wrong has then been written to standard error.
int run_driver(Dut& dut, Generator& generator);

}  // namespace lab::wire
