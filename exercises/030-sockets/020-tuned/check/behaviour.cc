// What the server does with its sockets: built with the address and undefined-behaviour sanitizers.
#include "answered.hpp"

namespace {

using lab::Check;
using lab::faults::Fault;
using lab::faults::Happening;
using tuned::Answered;
using tuned::Schedule;

void one_datagram(Check& check) {
  Answered answered(check);
  answered.turn();
  for (int i = 0; i < 3; ++i) {
    answered.arrive(1, 64);
    answered.turn();
    answered.expect_answered();
  }
}

// --- drains-the-edge ---

void drains_the_edge(Check& check) {
  for (const std::size_t count : {std::size_t{2}, std::size_t{7}, std::size_t{64}, std::size_t{150}}) {
    Answered answered(check);
    for (int lap = 0; lap < 3; ++lap) {
      answered.arrive(count, 100);
      answered.turn();
      answered.expect_answered();
    }
  }
}

void lengths(Check& check) {
  Answered answered(check);
  for (const std::size_t size : {0, 1, 1472, 1473, 2048, 9000, 65'507, 3, 0}) {
    answered.arrive(1, size);
    answered.turn();
    answered.expect_answered();
  }
}

void clients(Check& check) {
  Answered answered(check);
  for (std::size_t turn = 0; turn < 9; ++turn) {
    answered.arrive(1 + turn % 3, 100 + turn, turn % 4);
    answered.arrive(2, 50, (turn + 1) % 4);
    answered.turn();
    answered.expect_answered();
  }
}

// --- queue ---

// Few bytes, many, and more than any kernel grants: what the server says it has is what it has.
void queue(Check& check) {
  for (const std::size_t wanted : {std::size_t{64} << 10, std::size_t{200} << 10, std::size_t{1} << 29}) {
    check.scene("A server that asks for a receive queue of {} bytes.", wanted);
    Answered answered(check, {}, wanted);
    check.doing("server.queue_granted()");
    const std::size_t said = answered.server().queue_granted();
    check.got(" -> {}", said);
    int granted = 0;
    socklen_t size = sizeof granted;
    const int known = getsockopt(answered.server().socket(), SOL_SOCKET, SO_RCVBUF, &granted, &size);
    check.expect(known == 0, "server.socket() is no socket: errno {}.", errno);
    check.expect(said == static_cast<std::size_t>(granted),
                 "That should be {}: so much its socket has, whatever it has asked for. The kernel cuts a wish to "
                 "net.core.rmem_max, without a word, and doubles the rest.",
                 granted);
  }
}

// --- shards ---

// Two servers at one address; the kernel deals clients out to them.
void shards(Check& check) {
  constexpr std::size_t kClients = 12;
  Answered answered(check);
  answered.add_server();
  for (int lap = 0; lap < 2; ++lap) {
    for (std::size_t client = 0; client < kClients; ++client) answered.arrive(3, 64, client);
    const std::uint64_t before = answered.answered();
    answered.turn(0);
    const std::uint64_t by_first = answered.answered() - before;
    answered.turn(1);
    answered.expect_answered();
    check.expect(
        by_first != 0 && by_first != 3 * kClients,
        "One of the two servers got nothing at all: they do not share the address (SO_REUSEPORT, before bind).");
  }
}

// --- interrupted ---

// A signal interrupts the server in the middle of what an edge has told it. There will be no other edge.
void interrupted(Check& check) {
  constexpr Happening kReceives[] = {{}, {Fault::kInterrupted, 0}, {}, {}, {Fault::kInterrupted, 0}};
  constexpr Happening kSends[] = {{}, {}, {Fault::kInterrupted, 0}, {Fault::kInterrupted, 0}};
  Schedule schedule;
  schedule.receive.script = kReceives;
  schedule.send.script = kSends;
  Answered answered(check, schedule);
  for (int lap = 0; lap < 3; ++lap) {
    answered.arrive(6, 64);
    answered.turn();
    answered.expect_answered();
  }
  check.scene("A signal interrupts the wait itself.");
  constexpr Happening kWaits[] = {{Fault::kInterrupted, 0}};
  Schedule waits;
  waits.wait.script = kWaits;
  Answered woken(check, waits);
  woken.arrive(4, 64);
  woken.turn();
  woken.turn();
  woken.expect_answered();
}

// --- answers-not-taken ---

void answers_not_taken(Check& check) {
  for (const Fault fault : {Fault::kAgain, Fault::kNoBuffers}) {
    const Happening script[] = {{}, {fault, 0}, {}, {fault, 0}, {fault, 0}};
    Schedule schedule;
    schedule.send.script = script;
    check.scene("The kernel does not take 3 of the answers.");
    Answered answered(check, schedule);
    answered.arrive(8, 64);
    answered.turn();
    answered.expect_answered(3);
    answered.arrive(8, 64);
    answered.turn();
    answered.expect_answered(3);
  }
}

// --- allocation ---

void allocation(Check& check) {
  constexpr std::size_t kDatagrams = 50;
  Answered answered(check);
  answered.arrive(20, 100);
  answered.turn();
  answered.arrive(kDatagrams, 100);
  const lab::Allocations before = lab::allocations();
  answered.server().turn(0);
  check.count("allocations", lab::allocations().made - before.made, kDatagrams);
}

constexpr lab::Step kSteps[] = {
    {"one-datagram", one_datagram},
    {"drains-the-edge", drains_the_edge, "one-datagram"},
    {"lengths", lengths, "one-datagram"},
    {"clients", clients, "one-datagram"},
    {"queue", queue, "one-datagram"},
    {"shards", shards, "drains-the-edge"},
    {"interrupted", interrupted, "drains-the-edge"},
    {"answers-not-taken", answers_not_taken, "drains-the-edge"},
    {"allocation", allocation, "drains-the-edge"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
