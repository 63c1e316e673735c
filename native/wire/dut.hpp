// The device under test as its driver sees it: a sandboxed process on the far side of the wire that is started, frozen
// while it is not its turn, thawed, and stopped. What it does with packets is none of this file's business.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/wire.hpp"

namespace lab::wire {

inline constexpr std::uint16_t kDutPort = 7000;   // where a DUT listens
inline constexpr std::uint16_t kSinkPort = 7001;  // where a DUT that passes on sends to, on the generator's side

struct DutPlan {
  std::vector<std::string> argv;         // complete command, guard and sandbox included
  int cpu = -1;                          // where all of its threads belong; -1: wherever
  std::vector<std::string> environment;  // NAME=value, besides this process's own
};

// Something the DUT did that it should not have, as a sentence for whoever wrote it; nothing where all is well.
using Complaint = std::optional<std::string>;

class Dut {
 public:
  // Starts the program on the far side. Throws std::system_error where the machine cannot start a process.
  Dut(const Wire& wire, const DutPlan& plan) : Dut(&wire, &wire.sides(), plan) {}
  // The same without addresses on it: which links are its ports is in its environment.
  Dut(const Sides& sides, const DutPlan& plan) : Dut(nullptr, &sides, plan) {}
  // The same without a wire of the kernel's: what it is connected by is in its command or environment.
  explicit Dut(const DutPlan& plan) : Dut(nullptr, nullptr, plan) {}
  ~Dut();  // kills it and everything below it, and waits until that is done
  Dut(const Dut&) = delete;
  Dut& operator=(const Dut&) = delete;

  // Waits until it says that it has bound its sockets.
  Complaint wait_until_ready(int timeout_ms);
  // Asks it to end and waits until its process has: the loop came back, destructors ran, nothing was leaked.
  Complaint stop(int timeout_ms);
  // Of a program that ends by itself and does not speak our protocol: nothing where it ended with 0 in time.
  Complaint wait_until_ended(int timeout_ms);
  // How it ended, where it has ended without being asked; nothing while it runs.
  Complaint ended_early();

  // Stops every thread of it (SIGSTOP), and returns when the kernel shows all of them stopped: a DUT that spins would
  // otherwise run beside the one that is being measured. False when that cannot be seen within a tenth of a second.
  [[nodiscard]] bool freeze() const;
  void thaw() const;

  // Its process, as this namespace sees it; -1 before it is ready.
  [[nodiscard]] pid_t pid() const noexcept { return pid_; }
  // CPU time of all of its threads so far.
  [[nodiscard]] std::int64_t cpu_ns() const noexcept;
  // Sleeps this long and says which share of a CPU it used meanwhile, in percent. Time in which it waited for one that
  // others had does not count: a program that never sleeps uses 100 %, however busy the machine is.
  [[nodiscard]] std::uint64_t cpu_percent_over(unsigned milliseconds) const;
  // What it has written to its standard error so far, the end of it.
  const std::string& errors();

 private:
  Dut(const Wire* wire, const Sides* sides, const DutPlan& plan);
  void start(const Wire* wire, const Sides* sides, const DutPlan& plan, int channel, int errors);
  [[nodiscard]] bool has_ended(int timeout_ms);
  [[nodiscard]] std::string obituary();

  int channel_ = -1;
  int errors_fd_ = -1;
  pid_t guard_ = -1;  // what we started: the outermost wrapper
  pid_t pid_ = -1;
  int status_ = 0;  // of the guard, once it has ended
  bool stopped_ = false;
  std::string errors_;
};

// How a program ended, as one sentence: from its wait status and the end of its standard error. A sanitizer's finding
// comes before everything else. Never empty.
[[nodiscard]] std::string tell_ending(int wait_status, const std::string& errors);

}  // namespace lab::wire
