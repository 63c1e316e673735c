// What the kernel counts: work shows, sleep does not, and whoever is gone counts as nothing.
#include "core/counters.hpp"

#include "core/affinity.hpp"
#include "core/clock.hpp"
#include "testing.hpp"

using testing::expect;
using testing::it;

namespace {

void work_for(std::int64_t ns) {
  for (const std::int64_t began = lab::monotonic_raw_ns(); lab::monotonic_raw_ns() - began < ns;) {
  }
}

}  // namespace

int main() {
  it("counts the CPU time of a process that works", [] {
    const std::int64_t before = lab::read_process(getpid()).cpu_ns;
    work_for(20'000'000);
    expect(lab::read_process(getpid()).cpu_ns - before > 1'000'000, "20 ms of work left no trace");
  });
  it("counts next to nothing for one that sleeps", [] {
    testing::Program sleeper({STRANGER, "deaf"});
    expect(sleeper.line() == "deaf", "it did not start");
    usleep(20'000);
    const std::int64_t before = lab::read_process(sleeper.pid()).cpu_ns;
    usleep(100'000);
    expect(lab::read_process(sleeper.pid()).cpu_ns - before < 10'000'000, "it worked in its sleep");
  });
  it("counts a voluntary switch for every sleep", [] {
    const std::int64_t before = lab::read_switches(getpid()).voluntary;
    for (int i = 0; i < 5; ++i) usleep(1000);
    expect(lab::read_switches(getpid()).voluntary - before >= 5, "sleeps were not counted");
  });
  it("reads nothing from a process that is gone", [] {
    testing::Program gone({STRANGER, "exit", "0"});
    const pid_t pid = gone.pid();
    gone.finish();
    const lab::ProcessCounters counters = lab::read_process(pid);
    const lab::SwitchCounters switches = lab::read_switches(pid);
    expect(counters.cpu_ns == 0 && counters.run_delay_ns == 0 && switches.voluntary == 0, "it counts on");
  });
  it("counts interrupts only on the CPUs it is asked about", [] {
    const std::vector<int> cpus = lab::allowed_cpus();
    const lab::MachineCounters all = lab::read_machine(cpus);
    expect(all.interrupts > 0 && all.steal_ns >= 0, "nothing was counted");
    expect(lab::read_machine({}).interrupts == 0, "interrupts on no CPU");
  });
  return testing::exit_code();
}
