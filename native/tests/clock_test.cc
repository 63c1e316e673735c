// The two clocks of the conductor and the canary: sane, not exact. Nothing here depends on how busy the machine is.
#include "core/clock.hpp"

#include "core/affinity.hpp"
#include "core/canary.hpp"
#include "testing.hpp"

using testing::expect;
using testing::it;

int main() {
  it("has a raw clock that never goes back", [] {
    std::int64_t last = lab::monotonic_raw_ns();
    for (int i = 0; i < 100'000; ++i) {
      const std::int64_t now = lab::monotonic_raw_ns();
      expect(now >= last, "it went back by " + std::to_string(last - now) + " ns");
      last = now;
    }
  });
  it("calibrates the time-stamp counter to a rate that exists, once", [] {
    const double hz = lab::tsc_hz();
    // 1 MHz is the slowest counter of the Arm architecture (CNTFRQ_EL0), 100 GHz is no machine of ours.
    expect(hz >= 1e6 && hz <= 1e11, std::to_string(hz) + " Hz");
    expect(hz == lab::tsc_hz(), "it was calibrated again");
  });
  it("counts the same time on both clocks", [] {
    const std::int64_t began = lab::monotonic_raw_ns();
    const std::uint64_t ticks = lab::read_tsc();
    usleep(50'000);
    const auto by_ticks = static_cast<double>(lab::read_tsc() - ticks) * 1e9 / lab::tsc_hz();
    const auto by_clock = static_cast<double>(lab::monotonic_raw_ns() - began);
    expect(by_clock >= 50e6 && by_ticks > by_clock / 2 && by_ticks < by_clock * 2,
           std::to_string(by_ticks) + " ns and " + std::to_string(by_clock) + " ns");
  });
  it("has a canary that sings on every CPU it is given", [] {
    const std::vector<int> cpus = lab::allowed_cpus();
    expect(!cpus.empty(), "no CPU");
    const std::vector<double> speeds = lab::run_canary(cpus, 2);
    expect(speeds.size() == cpus.size(), "not one for each CPU");
    // A unit is some 10 us of work: a thousandth or a thousand times that is a broken canary.
    for (const double speed : speeds) expect(speed > 1e2 && speed < 1e8, std::to_string(speed) + " units per second");
  });
  return testing::exit_code();
}
