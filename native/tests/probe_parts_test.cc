// What the probes are made of: samples, budgets, memory, chases, the wire.
#include <sys/wait.h>

#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <set>

#include "core/affinity.hpp"
#include "core/probes/memory/cache_sizes.hpp"
#include "core/probes/memory/chase.hpp"
#include "core/probes/memory/mapping.hpp"
#include "core/probes/run.hpp"
#include "core/probes/samples.hpp"
#include "testing.hpp"

using namespace lab::probes;
using testing::expect;
using testing::it;

namespace {

// The first child of a process, once it has one; 0 when it ends without.
pid_t child_of(pid_t pid) {
  const std::filesystem::path tasks = "/proc/" + std::to_string(pid) + "/task";
  for (int waited = 0; waited < testing::kPatienceMs && waitpid(pid, nullptr, WNOHANG) == 0; ++waited) {
    std::error_code gone;
    // Any thread of it may be the one that started the child.
    for (const auto& thread : std::filesystem::directory_iterator(tasks, gone)) {
      pid_t child = 0;
      if (std::ifstream(thread.path() / "children") >> child) return child;
    }
    usleep(1000);
  }
  return 0;
}

// Ended, or only waiting for somebody to be told.
bool is_gone(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string number;
  std::string name;
  char state = 'X';
  return !(stat >> number >> name >> state) || state == 'Z' || state == 'X';
}

bool goes(pid_t pid) {
  for (int waited = 0; waited < testing::kPatienceMs; ++waited) {
    if (is_gone(pid)) return true;
    usleep(1000);
  }
  return false;
}

}  // namespace

int main() {
  it("takes quartiles by nearest rank, whatever the order", [] {
    Samples samples;
    for (const double value : {9.0, 1.0, 5.0, 7.0, 3.0}) samples.add(value);
    const Quartiles three = samples.quartiles();
    expect(three.low == 3 && three.median == 5 && three.high == 7, "not 3, 5, 7");
    expect(Samples().quartiles().high == 0, "nothing has no quartiles");
    expect(less(three, 4).low == 0 && less(three, 4).high == 3, "a cost was not taken away, or too much of it");
    const Quartiles rate = rate_of({1, 2, 4}, 8);
    expect(rate.low == 2 && rate.median == 4 && rate.high == 8, "the slowest repetition is not the lowest rate");
  });
  it("finds an operation count whose repetitions are long enough to time", [] {
    const std::atomic<bool> never{false};
    std::uint64_t most = 0;
    const auto work = [&most](std::uint64_t count) {
      most = std::max(most, count);
      for (; count > 0; --count) keep(count);
    };
    const Samples samples = time_batches(Budget(never, 0), work, 10);
    expect(samples.count() == kLeastRepetitions,
           "no time left, and yet " + std::to_string(samples.count()) + " repetitions");
    // A pass of an empty loop takes at least a fifth of a nanosecond on any processor.
    expect(most >= 1024, "50 us of an empty loop are not " + std::to_string(most) + " passes");
  });
  it("ends a budget when it is cancelled, and gives shares of what is left", [] {
    std::atomic<bool> cancelled{false};
    const Budget budget(cancelled, 1000);
    expect(budget.left() && !Budget(cancelled, 0).left(), "time is not counted");
    expect(budget.part(0.5).seconds_left() <= 500, "a half is more than a half");
    cancelled = true;
    bool thrown = false;
    try {
      static_cast<void>(budget.part(0.5).left());
    } catch (const lab::CancelledError&) {
      thrown = true;
    }
    expect(thrown, "it went on");
  });
  it("links all lines into one ring in an order that is not theirs", [] {
    const std::size_t lines = 1000;
    const Mapping memory(lines * sizeof(Link), Pages::kSmall);
    Chase chase(memory.data(), memory.size());
    Link* const first = chase.ring(memory.size());
    std::set<const Link*> seen;
    std::size_t neighbours = 0;
    const Link* at = first;
    do {
      seen.insert(at);
      neighbours += at->next == at + 1 ? 1 : 0;
      at = at->next;
    } while (at != first && seen.size() <= lines);
    expect(seen.size() == lines, std::to_string(seen.size()) + " of 1000 lines are in the ring");
    expect(neighbours < 50, std::to_string(neighbours) + " loads are of the next line");
    expect(follow(first, lines) == first, "a whole round does not end where it began");
  });
  it("has small pages, each with a fault of its own, and gives them back", [] {
    if (sysconf(_SC_PAGESIZE) != static_cast<long>(kSmallPage)) return;
    const std::size_t pages = 512;
    const Mapping memory(pages * kSmallPage, Pages::kSmall);
    const std::int64_t faults = faults_of_touching(memory);
    expect(faults >= static_cast<std::int64_t>(pages), std::to_string(faults) + " faults for 512 pages");
    // Not none: NUMA balancing takes pages away for a moment to see who wants them.
    expect(faults_of_touching(memory) < 64, "touched twice, faulted twice");
  });
  it("claims huge pages only where they come", [] {
    const std::size_t bytes = 4 * kHugePage;
    std::string story;
    for (int attempt = 0; attempt < 5; ++attempt) {  // somebody else may take the last free ones in between
      const Pages pages = huge_pages_for(bytes);
      const Mapping memory(bytes, pages);
      const std::int64_t faults = faults_of_touching(memory);
      if (pages == Pages::kSmall || faults < static_cast<std::int64_t>(bytes / kSmallPage)) return;
      story += std::string(note_of(pages)) + ": " + std::to_string(faults) + " faults. ";
    }
    expect(false, story);
  });
  it("never takes more than a quarter of the free memory", [] {
    const std::size_t most = modest(~std::size_t{0}, kHugePage);
    expect(most >= kHugePage && most % kHugePage == 0, std::to_string(most) + " bytes");
    std::ifstream meminfo("/proc/meminfo");
    std::string key;
    std::size_t total_kib = 0;
    meminfo >> key >> total_kib;
    expect(most <= total_kib * 1024 / 4, "more than a quarter of all there is");
  });
  it("reads cache sizes that grow", [] {
    const CacheSizes sizes = cache_sizes(lab::allowed_cpus().front());
    expect(sizes.l1 > 0 && sizes.l2 > sizes.l1 && (sizes.l3 == 0 || sizes.l3 > sizes.l2), "they do not");
    expect(!cache_sizes(100'000).known, "a CPU that does not exist has caches");
  });
  it("refuses a wire for no time at all, and one without CPUs", [] {
    expect(testing::run({PROBE_WIRE}).code == 2, "no arguments");
    expect(testing::run({PROBE_WIRE, "0", "0", "nonsense"}).code == 2, "no time");
    expect(testing::run({PROBE_WIRE, "0", "0", "1e9"}).code == 2, "31 years");
  });
  it("says what came of the wire, a line for each figure", [] {
    const testing::Ran ran = testing::run({PROBE_WIRE, "0", "1", "0.05"});
    for (const char* name : {" veth-blocking ", " veth-polled "}) {
      expect(ran.code == 0 && ran.out.find(name) != std::string::npos, ran.story());
    }
  });
  it("leaves no wire when whoever laid it is killed", [] {
    std::vector<int> cpus = lab::allowed_cpus();
    const bool forbidden = testing::run({PROBE_WIRE, "0", "1", "0.01"}).out.find("no-namespaces") != std::string::npos;
    if (cpus.size() < 2 || forbidden) return;  // no wire is laid
    const pid_t owner = fork();
    if (owner == 0) {
      ProbeRun({"udp-round-trip", {cpus[0], cpus[1]}, 4, PROBE_WIRE}).run();
      _exit(0);
    }
    const pid_t wire = child_of(owner);
    kill(owner, SIGKILL);
    waitpid(owner, nullptr, 0);
    expect(wire != 0, "it laid none");
    expect(goes(wire), "lab-probe-wire is still there");
  });
  return testing::exit_code();
}
