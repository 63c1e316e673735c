// The search against a real forwarder, with real frames: what can be said of it on any machine is whether the answer
// follows from its own trials. How close it is to the truth depends on the machine's pauses, and is shown.
#include "bench.hpp"
#include "real_device.hpp"

namespace {

using namespace rate_search;

// A trial of 0.2 s shows an overload of a fifth of a ring's 1024 frames a second: 4 % of what the forwarder can.
constexpr Goal kGoal = {.min_rate = 10'000,
                        .max_rate = 400'000,
                        .trial_seconds = 0.2,
                        .sum_seconds = 1,
                        .loss_ratio = 0,
                        .exceed_ratio = 0.5,
                        .width = 0.05};
// Who tests each of the loads that halving takes to its end needs 12 s.
constexpr double kMostSeconds = 40;
constexpr double kRingFrames = 1024;
constexpr double kHandFrames = 64;  // a burst in the forwarder's hands, one in the generator's
constexpr double kRounding = 0.01;

// A machine on which all of those take longer than this has something else to do.
constexpr std::int64_t kMostWallNs = 55'000'000'000;

// Ends a search that the machine does not let come to its end.
struct MachineIsAway {};

class Patient final : public Trials {
 public:
  explicit Patient(RealDevice& device) : device_(device) {}
  Trial run(double rate, double seconds) override {
    if (lab::monotonic_raw_ns() - began_ns_ > kMostWallNs) throw MachineIsAway{};
    return device_.run(rate, seconds);
  }

 private:
  RealDevice& device_;
  const std::int64_t began_ns_ = lab::monotonic_raw_ns();
};

std::uint64_t rounded(double number) { return static_cast<std::uint64_t>(std::llround(number)); }

// Of three trials at this share of the rate, those without loss.
unsigned without_loss(RealDevice& device, double rate) {
  unsigned good = 0;
  for (int i = 0; i < 3; ++i) good += device.run(rate, kGoal.trial_seconds).lost == 0;
  return good;
}

// Where the rate is lower than the forwarder can, or loses on a second look, it is the machine that keeps it there, or
// has just done so.
void verify(Check& check, RealDevice& device, const Found& found) {
  constexpr double kBelow = 0.8;
  constexpr unsigned kMost = 2;
  const double wanted = SlowForwarder::kCapacity * kBelow;
  if (found.rate > 0) {
    if (const unsigned good = without_loss(device, found.rate * kBelow); good < kMost) {
      check.advise("real-forwarder",
                   "This machine loses frames by itself: at 80 % of what was found {} of 3 more trials lost none. Not "
                   "scored.",
                   good);
      return;
    }
  }
  if (found.rate >= wanted) return;
  if (const unsigned good = without_loss(device, wanted); good < kMost) {
    check.advise("real-forwarder",
                 "This machine is away too often for more: at {} frames/s, 80 % of what the forwarder can, {} of 3 "
                 "trials lost none. Not scored.",
                 rounded(wanted), good);
  } else {
    check.advise("real-forwarder",
                 "The machine was disturbed while the search ran: at {} frames/s {} of 3 trials lose none now. Not "
                 "scored.",
                 rounded(wanted), good);
  }
}

void real_forwarder(Check& check) {
  const std::optional<Cpus> cpus = two_cpus();
  if (!cpus) check.cannot_judge_here("With one CPU generator and forwarder would measure each other.");
  static std::optional<RealDevice> device;  // never ended: DPDK 22.11 frees memif's queues twice
  try {
    device.emplace(*cpus);
  } catch (const std::runtime_error&) {
    check.cannot_judge_here("DPDK cannot connect two ports by memif here.");
  }
  static_cast<void>(device->run(kGoal.min_rate, kGoal.trial_seconds));  // warms pages and tables
  check.scene("A real forwarder over memif that takes 8 us for a frame, and so forwards {} frames/s at the most.",
              rounded(SlowForwarder::kCapacity));
  Patient patient(*device);
  Told told(check, patient, kGoal, kMostSeconds);
  Found found{};
  try {
    found = told.search();
  } catch (const MachineIsAway&) {
    check.cannot_judge_here("This machine has other things to do: {} trials have taken {} s and more.",
                            told.record().trials(), rounded(static_cast<double>(kMostWallNs) * 1e-9));
  }
  told.expect_it_follows(found);
  const double highest = SlowForwarder::kCapacity + (kRingFrames + kHandFrames) / kGoal.trial_seconds;
  check.expect(found.rate <= highest * (1 + kRounding), "No trial can have shown that: {} frames/s is all that it can.",
               rounded(SlowForwarder::kCapacity));
  check.advise("real-forwarder",
               "a forwarder that takes 8 us a frame: {} frames/s found, of {}, with {} trials in {} ms",
               rounded(found.rate), rounded(SlowForwarder::kCapacity), told.record().trials(),
               rounded(told.record().seconds() * 1000));
  verify(check, *device, found);
}

constexpr lab::Step kSteps[] = {{"real-forwarder", real_forwarder}};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
