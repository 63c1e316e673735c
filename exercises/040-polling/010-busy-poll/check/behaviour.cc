// A server that spins is still a server: every datagram, every client, once each.
#include "lab/check.hpp"
#include "netload/bench.hpp"

namespace {

using lab::Bench;
using lab::Check;

void answers(Check& check) {
  check.scene("One client, one datagram at a time, of several lengths.");
  Bench bench(check);
  std::uint64_t sequence = 0;
  for (const std::size_t bytes : {64, 16, 1472, 2049, 9000, 65507, 40, 64}) bench.exchange(++sequence, bytes);
  check.scene("An empty datagram is answered with an empty one.");
  bench.exchange(++sequence, 0);
  bench.exchange(++sequence, 64);
  bench.expect_silence(50);
}

void clients(Check& check) {
  check.scene("Two clients take turns.");
  Bench first(check);
  const lab::Port second(Bench::wire(), lab::Path::kEcho);
  std::byte sent[32] = {};
  std::byte got[64] = {};
  for (std::uint64_t turn = 1; turn <= 8; ++turn) {
    first.exchange(turn, 64);
    sent[0] = static_cast<std::byte>(turn);
    check.doing("the second client sends 32 bytes");
    second.send(sent);
    check.got("");
    check.doing("the second client waits for its answer");
    const ssize_t size = second.receive_within(Bench::kAnswerMs, got);
    if (size < 0) first.expect_alive();
    check.expect(size == 32 && got[0] == sent[0],
                 "The second client did not get its answer: it goes to where its datagram came from.");
    check.got("");
  }
  first.expect_silence(50);
}

void burst(Check& check) {
  constexpr std::uint64_t kBurst = 48;
  check.scene("One client sends {} datagrams before it looks for an answer.", kBurst);
  Bench bench(check);
  for (std::uint64_t i = 1; i <= kBurst; ++i) bench.send(i, 100);
  for (std::uint64_t i = 1; i <= kBurst; ++i) bench.expect_answer(i, 100);
  bench.expect_silence(50);
}

constexpr lab::Step kSteps[] = {
    {"answers", answers},
    {"clients", clients, "answers"},
    {"burst", burst, "answers"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
