// What an echo server does, one client's datagram at a time: every length, every client, and an end when it is told.
#include <iterator>

#include "lab/check.hpp"
#include "netload/bench.hpp"

namespace {

using lab::Bench;
using lab::Check;

void one_datagram(Check& check) {
  check.scene("One client, one datagram at a time.");
  Bench bench(check);
  for (std::uint64_t sequence = 1; sequence <= 20; ++sequence) bench.exchange(sequence, 64);
  bench.expect_silence(50);
}

// Around every limit that people build in: a cache line, an Ethernet frame's payload (1472 with headers of 28), 2 KiB,
// a page, and the most that a datagram can carry.
void lengths(Check& check) {
  check.scene("One client, datagrams of every kind of length.");
  Bench bench(check);
  constexpr std::size_t kLengths[] = {16,   17,   63,   64,   65,   512,  1471,  1472,  1473,
                                      2047, 2048, 2049, 4096, 8192, 9000, 16384, 65506, 65507};
  std::uint64_t sequence = 100;
  for (const std::size_t bytes : kLengths) {
    bench.exchange(++sequence, bytes);
    bench.exchange(++sequence, 40);  // a short one after a long one: what is left in the buffer is nobody's business
  }
  bench.expect_silence(50);
}

void empty(Check& check) {
  check.scene("A datagram may be empty. It is answered with an empty one, and means nothing else.");
  Bench bench(check);
  bench.exchange(1, 64);
  bench.exchange(2, 0);
  bench.exchange(3, 64);
  bench.exchange(4, 1);
}

// Each client has a socket of its own; an answer that goes to another one is an answer too many there.
void clients(Check& check) {
  check.scene("Three clients take turns, in changing order.");
  Bench first(check);
  const lab::Port second(Bench::wire(), lab::Path::kEcho);
  const lab::Port third(Bench::wire(), lab::Path::kEcho);
  const lab::Port* const others[] = {&second, &third};
  std::byte sent[32] = {};
  std::byte got[64] = {};
  for (std::uint64_t turn = 1; turn <= 12; ++turn) {
    first.exchange(turn, 64);
    const std::size_t who = turn % std::size(others);
    sent[0] = static_cast<std::byte>(turn);
    check.doing("client {} sends 32 bytes", who + 2);
    others[who]->send(sent);
    check.got("");
    check.doing("client {} waits for its answer", who + 2);
    const ssize_t size = others[who]->receive_within(Bench::kAnswerMs, got);
    if (size < 0) first.expect_alive();
    check.expect(size >= 0, "No answer came to client {}: it goes to where its datagram came from.", who + 2);
    check.got(": {} bytes", size);
    check.expect(size == 32 && got[0] == sent[0], "Client {} got an answer to something else than it sent.", who + 2);
  }
  first.expect_silence(50);
  check.expect(second.drain() == 0 && third.drain() == 0, "A client got an answer that was not for it.");
}

void burst(Check& check) {
  constexpr std::uint64_t kBurst = 48;
  check.scene("One client sends {} datagrams before it looks for an answer.", kBurst);
  Bench bench(check);
  for (std::uint64_t i = 1; i <= kBurst; ++i) bench.send(i, 100);
  for (std::uint64_t i = 1; i <= kBurst; ++i) bench.expect_answer(i, 100);
  bench.expect_silence(50);
}

void stop_when_idle(Check& check) {
  check.scene("Nobody sends anything, and the program is told to stop.");
  Bench(check).expect_stop();
  check.scene("A client has had its answers, and the program is told to stop.");
  Bench bench(check);
  for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) bench.exchange(sequence, 64);
  bench.expect_stop();
}

constexpr lab::Step kSteps[] = {
    {"one-datagram", one_datagram},       {"lengths", lengths, "one-datagram"}, {"empty", empty, "one-datagram"},
    {"clients", clients, "one-datagram"}, {"burst", burst, "one-datagram"},     {"stop", stop_when_idle},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
