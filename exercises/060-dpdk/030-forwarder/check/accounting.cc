// Where every mbuf is, in hard times: peers that refuse frames, many times the pool's size, and the end of the program.
#include <atomic>
#include <csignal>

#include "bench.hpp"

namespace {

using namespace forwarder;

constexpr unsigned kFewSlots = 64;    // of a peer that takes this much and no more
constexpr unsigned kTimesPool = 120;  // "more than 100 times the pool's size"

void expect_statistics(Bench& bench, unsigned port, const Statistics& wanted) {
  Check& check = bench.check();
  check.doing("forwarder.statistics(port {})", port);
  const Statistics got = bench.statistics(port);
  check.got(" -> received {}, sent {}, dropped {}", got.received, got.sent, got.dropped);
  check.expect(got.received == wanted.received && got.sent == wanted.sent && got.dropped == wanted.dropped,
               "It should be: received {}, sent {}, dropped {}.", wanted.received, wanted.sent, wanted.dropped);
}

void statistics(Check& check) {
  check.scene("90 frames into port 0, 40 into port 1; the peers take everything.");
  Bench bench(check, 2);
  bench.open();
  for (int i = 0; i < 90; ++i) bench.give(0, {60});
  for (int i = 0; i < 40; ++i) bench.give(1, {60});
  bench.poll_until_received();
  bench.poll_later();
  expect_statistics(bench, 0, {90, 40, 0});
  expect_statistics(bench, 1, {40, 90, 0});
  bench.close_and_count();
}

void refused(Check& check) {
  check.scene("The peer behind port 1 takes {} frames and no more; 200 come in by port 0.", kFewSlots);
  Bench bench(check, 2, kFewSlots);
  bench.open();
  for (int i = 0; i < 200; ++i) bench.give(0, {60});
  bench.poll_until_received();
  bench.poll_later();
  check.expect(bench.port_at(1).transmitted() == kFewSlots, "{} frames have left: the port had room for {}.",
               bench.port_at(1).transmitted(), kFewSlots);
  expect_statistics(bench, 0, {200, 0, 0});
  expect_statistics(bench, 1, {0, kFewSlots, 200 - kFewSlots});
  bench.close_and_count();
}

void other_way_goes_on(Check& check) {
  check.scene("The peer behind port 1 takes nothing more; frames still come in by both ports.");
  Bench bench(check, 2, kFewSlots);
  bench.open();
  for (unsigned i = 0; i < 2 * kFewSlots; ++i) bench.give(0, {60});
  bench.poll_until_received();
  bench.poll_later();
  for (unsigned i = 0; i < kFewSlots; ++i) bench.give(1, {60});
  bench.poll_until_received();
  bench.poll_later();
  check.expect(bench.port_at(0).transmitted() == kFewSlots,
               "{} of {} frames have left by port 0: a port that is full must not hold up the other one.",
               bench.port_at(0).transmitted(), kFewSlots);
  bench.close_and_count();
}

void many_times_the_pool(Check& check) {
  check.scene("{} frames from a pool of {}, to a peer that refuses nearly all of them.", kTimesPool * kPoolFrames,
              kPoolFrames);
  Bench bench(check, 2, kFewSlots);
  bench.open();
  for (unsigned given = 0; given < kTimesPool * kPoolFrames;) {
    for (unsigned i = 0; i < kBurst; ++i, ++given) bench.give(given % 2, {60});
    bench.poll_until_received();
    if (rte_mbuf* const frame = bench.port_at(1).take()) rte_pktmbuf_free(frame);  // now and then it takes one
  }
  bench.poll_later();
  bench.close_and_count();
}

void leftovers(Check& check) {
  check.scene("7 frames have come in, and the end comes before anything else does.");
  Bench bench(check, 2);
  bench.open();
  for (int i = 0; i < 7; ++i) bench.give(0, {60});
  bench.poll();
  bench.close_and_count();
}

// --- the end ---

// Runs the loop in a thread of its own, and ends it with a signal while frames are under way.
void end_with(Check& check, int signal_number) {
  Bench bench(check, 2);
  bench.open();
  std::atomic<bool> returned = false;
  auto forwards = [&] {
    check.doing("forwarder.run()");
    bench.forwarder().run();
    check.got(" returned");
    returned.store(true);
  };
  auto operates = [&] {
    for (int i = 0; i < 100; ++i) bench.give(0, {60});
    // The frames that come out show that the loop runs, and so that its handlers are in place.
    while (bench.port_at(1).transmitted() < 100 && !check.stopped()) lab::let_others_run();
    for (int i = 0; i < 50; ++i) bench.give(1, {60});
    check.doing("kill(getpid(), {})", signal_number);
    raise(signal_number);
    check.got("");
    while (!returned.load() && !check.stopped()) lab::let_others_run();
  };
  lab::run_together(check, forwards, operates);
  bench.close_and_count();
}

void interrupted(Check& check) {
  check.scene("Frames are under way, and SIGINT comes (2, Ctrl-C).");
  end_with(check, SIGINT);
}

void terminated(Check& check) {
  check.scene("Frames are under way, and SIGTERM comes (15, kill or systemd).");
  end_with(check, SIGTERM);
}

constexpr lab::Step kSteps[] = {
    {"statistics", statistics},
    {"refused", refused, "statistics"},
    {"other-way", other_way_goes_on, "statistics"},
    {"many-times-the-pool", many_times_the_pool, "refused"},
    {"leftovers", leftovers, "statistics"},
    {"interrupted", interrupted, "leftovers"},
    {"terminated", terminated, "leftovers"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept {
  lab::dpdk::start_eal_for_checks();
  return kSteps;
}
