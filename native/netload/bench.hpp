// What the checks of a packet exercise are written with: the learner's program, up and ready on the far side of a wire,
// and a socket on this side. A check program holds none of the learner's code; it starts their program afresh for every
// step that wants one, and plays the client.
#pragma once

#include <vector>

#include "lab/check.hpp"
#include "netload/port.hpp"
#include "wire/dut.hpp"

namespace lab {

class Bench {
 public:
  // Starts the program, and ends the step where it does not come up. `environment` is NAME=value, for its harness; all
  // of its threads belong on `cpu`, or wherever the scheduler puts them.
  explicit Bench(Check& check, Path path = Path::kEcho, std::vector<std::string> environment = {}, int cpu = -1);

  [[nodiscard]] const Port& port() const noexcept { return port_; }
  [[nodiscard]] wire::Dut& dut() noexcept { return dut_; }
  // The wire that all benches of this process share.
  [[nodiscard]] static const wire::Wire& wire();

  // Sends this many bytes of message `sequence` (netload/message.hpp), and tells it.
  void send(std::uint64_t sequence, std::size_t bytes);
  // Waits for the answer to it, and ends the step unless it comes, whole and right. Says what came otherwise.
  void expect_answer(std::uint64_t sequence, std::size_t bytes, int within_ms = kAnswerMs);
  // The two together.
  void exchange(std::uint64_t sequence, std::size_t bytes) {
    send(sequence, bytes);
    expect_answer(sequence, bytes);
  }
  // Ends the step if something more comes within this time.
  void expect_silence(int for_ms);
  // Ends the step if the program has ended, or returned.
  void expect_alive();
  // Tells the program to stop and ends the step unless it does so in time and in good order.
  void expect_stop(int within_ms = kStopMs);

  // An answer takes some 50 us, on a machine that does other things at most some 10 ms.
  static constexpr int kAnswerMs = 2000;
  static constexpr int kStopMs = 2000;

 private:
  [[noreturn]] void fail_for_silence(std::size_t bytes);
  [[noreturn]] void fail_for_answer(std::uint64_t sequence, std::size_t bytes, std::span<const std::byte> got);

  Check& check_;
  wire::Dut dut_;
  Port port_;
};

// Ends a child of a check program and waits until it is gone.
void end_child(pid_t child) noexcept;

}  // namespace lab
