#include "netload/bench.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <system_error>

#include "netload/message.hpp"

namespace lab {
namespace {

constexpr int kReadyMs = 5000;  // a sanitized program in a sandbox is up in some 200 ms
constexpr std::uint64_t kSeed = 0x6c61622d62656e63;

// Made before main, and so before the watchdog's thread: a process with two threads cannot have a user namespace of its
// own (unshare(2)). What goes wrong is kept until somebody asks for the wire.
struct MadeWire {
  std::optional<wire::Wire> wire;
  std::string refused;

  MadeWire() {
    try {
      wire.emplace(wire::Device::kVeth);
    } catch (const std::system_error& error) {
      refused = error.what();
    }
  }
};
const MadeWire made;

const Messages& messages() {
  static const Messages all(kSeed);
  return all;
}

std::byte room[kMostMessage + 1];

std::vector<std::string> command() {
  const std::span<char* const> arguments = check_arguments();
  return {arguments.begin(), arguments.end()};
}

}  // namespace

const wire::Wire& Bench::wire() {
  if (!made.wire) give_up_for_the_machine(made.refused.c_str());
  return *made.wire;
}

Bench::Bench(Check& check, Path path, std::vector<std::string> environment, int cpu)
    : check_(check), dut_(wire(), {command(), cpu, std::move(environment)}), port_(wire(), path) {
  if (const wire::Complaint complaint = dut_.wait_until_ready(kReadyMs)) check_.fail_saying(complaint->c_str());
}

void Bench::send(std::uint64_t sequence, std::size_t bytes) {
  if (bytes >= kLeastMessage) messages().write(sequence, {room, bytes});
  check_.doing("the client sends datagram {}, {} bytes", sequence, bytes);
  const bool sent = port_.send({room, bytes});
  check_.got("");
  if (!sent) fail_for_silence(bytes);
}

void Bench::expect_answer(std::uint64_t sequence, std::size_t bytes, int within_ms) {
  check_.doing("the client waits for the answer");
  const ssize_t size = port_.receive_within(within_ms, {room, sizeof room});
  if (size < 0) fail_for_silence(bytes);
  check_.got(": {} bytes", size);
  const std::span<const std::byte> got(room, static_cast<std::size_t>(size));
  const bool right = got.size() == bytes && (bytes < kLeastMessage || messages().is(sequence, got));
  if (!right) fail_for_answer(sequence, bytes, got);
}

void Bench::fail_for_silence(std::size_t bytes) {
  expect_alive();
  const bool refused = port_.was_refused();
  check_.expect(!refused, "Nobody listens at the address that the program was given: is its socket bound to it?");
  check_.fail("No answer came to a datagram of {} bytes.", bytes);
}

void Bench::fail_for_answer(std::uint64_t sequence, std::size_t bytes, std::span<const std::byte> got) {
  if (got.size() != bytes) {
    check_.fail("Datagram {} had {} bytes, and the answer has {}: the length is what the receive call returned.",
                sequence, bytes, got.size());
  }
  if (bytes >= kLeastMessage && Messages::sequence_of(got) != sequence) {
    check_.fail("The answer belongs to datagram {}, and datagram {} was waiting for one.", Messages::sequence_of(got),
                sequence);
  }
  check_.fail("The answer to datagram {} has the right length, and other bytes than were sent.", sequence);
}

void end_child(pid_t child) noexcept {
  if (child <= 0) return;
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

void Bench::expect_silence(int for_ms) {
  const ssize_t size = port_.receive_within(for_ms, {room, sizeof room});
  check_.expect(size < 0, "Another datagram came, of {} bytes, to which nothing had been sent: one answer each.", size);
}

void Bench::expect_alive() {
  if (const wire::Complaint complaint = dut_.ended_early()) check_.fail_saying(complaint->c_str());
}

void Bench::expect_stop(int within_ms) {
  check_.doing("the program is told to stop");
  const wire::Complaint complaint = dut_.stop(within_ms);
  check_.got("");
  if (complaint) check_.fail_saying(complaint->c_str());
}

}  // namespace lab
