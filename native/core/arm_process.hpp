// One arm: a process that holds somebody's code, and our end of the conversation with it (lab/protocol.hpp).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/counters.hpp"
#include "core/error.hpp"
#include "lab/protocol.hpp"

namespace lab {

// What an arm did that ends the block. A value: with the learner's arm it is a verdict.
struct ArmFault {
  std::string role;
  std::string metric;
  std::string
      kind;  // died, timed-out, wrong-digest, wrong-count, forged, no-hello; of a driver also wrong-reply, machine
  std::string detail;
};

// One order carried out, timed from outside.
struct Carried {
  std::uint64_t items = 0;
  std::int64_t wall_ns = 0;
  std::int64_t tsc_ns = 0;
  Seen seen{};  // of a driver
  std::vector<Bucket> buckets;
};

// Whether the process itself holds the code that is measured, or drives another one that does (lab/protocol.hpp).
enum class ArmKind { kDirect, kDriver };

class ArmProcess {
 public:
  // Starts `argv` (sandbox wrapper included) with the channel as file descriptor 3, no input, no output, and an
  // environment of its own: PATH, LANG, and LAB_PAD, `pad` bytes that move the stack (Mytkowicz et al., ASPLOS 2009).
  // Throws std::system_error when the machine cannot start a process.
  ArmProcess(std::string role, ArmKind kind, std::span<const std::string> argv, std::size_t pad);
  ~ArmProcess();  // kills and reaps: nothing survives its block
  ArmProcess(const ArmProcess&) = delete;
  ArmProcess& operator=(const ArmProcess&) = delete;

  // Waits for the arm's Hello and learns its process id as this namespace sees it (SCM_CREDENTIALS).
  std::optional<ArmFault> greet(int timeout_ms, int cancel_fd);

  // Sends one order and waits for its answer, checking everything but the time. Fills `carried` when all is well.
  std::optional<ArmFault> carry(const Order& order, int timeout_ms, int cancel_fd, Carried& carried);

  [[nodiscard]] const std::string& role() const noexcept { return role_; }
  // Counters of the process that holds the measured code, behind guard, sandbox and driver. Zeros before the Hello.
  [[nodiscard]] ProcessCounters counters() const noexcept { return pid_ > 0 ? read_process(pid_) : ProcessCounters{}; }
  [[nodiscard]] SwitchCounters switches() const noexcept { return pid_ > 0 ? read_switches(pid_) : SwitchCounters{}; }

 private:
  enum class Wait { kReadable, kTimedOut, kCancelled };
  [[nodiscard]] Wait wait_readable(int timeout_ms, int cancel_fd) const;
  [[nodiscard]] ArmFault fault(const char* kind, std::string detail) const;
  ArmFault died();
  [[nodiscard]] std::optional<ArmFault> find_fault(const Answer& answer, const Order& order, std::size_t bytes) const;

  std::string role_;
  ArmKind kind_;
  int channel_ = -1;
  int errors_ = -1;   // the read end of its standard error
  pid_t child_ = -1;  // what we started: the outermost wrapper
  pid_t pid_ = -1;    // the process that is measured
};

}  // namespace lab
