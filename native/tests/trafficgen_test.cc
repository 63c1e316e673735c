// The traffic generator against devices under test of every kind: what they do with one frame of many is told, what
// they do right is counted and timed, and nothing is left.
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>

#include "core/affinity.hpp"
#include "core/conductor.hpp"
#include "testing.hpp"

using testing::expect;
using testing::it;
using testing::Ran;

namespace {

constexpr int kOrderTimeoutMs = 8000;

// A folder for the sockets of the pairs, gone with this object.
struct Folder {
  std::string path = "/tmp/lab-trafficgen-test-XXXXXX";
  Folder() { expect(mkdtemp(path.data()) != nullptr, "mkdtemp"); }
  ~Folder() {
    for (const char* name : {"/learner.sock", "/reference.sock"}) unlink((path + name).c_str());
    rmdir(path.c_str());
  }
};

std::vector<std::string> driver(const Folder& folder, const char* role, const char* behaviour) {
  const std::vector<int> allowed = lab::allowed_cpus();
  const std::string generator = std::to_string(allowed.front());
  const std::string dut = std::to_string(allowed.back());
  const std::string at = ",id=0,socket=" + folder.path + "/" + role + ".sock,socket-abstract=no";
  return {GUARD,
          "--",
          TRAFFICGEN,
          "drive",
          "--reflect",
          "--cpu",
          generator,
          "--dut-cpu",
          dut,
          "--device",
          "net_memif0,role=server" + at,
          "--dut-env",
          "LAB_DEVICES=net_memif0,role=client,mac=02:6c:61:62:00:00" + at,
          "--dut-env",
          "LAB_CPU=" + dut,
          "--dut-env",
          std::string("LAB_DUT=") + behaviour,
          "--",
          GUARD,
          "--",
          REFLECTOR};
}

lab::BlockRecord run(const char* learner, std::uint32_t workload = 0, double load = 0) {
  const std::vector<int> allowed = lab::allowed_cpus();
  const Folder folder;
  lab::Conductor conductor({1, {allowed.front(), allowed.back()}, kOrderTimeoutMs, lab::ArmKind::kDriver});
  lab::BlockRecord record = conductor.run_block(
      {0,
       {{"learner", driver(folder, "learner", learner)}, {"reference", driver(folder, "reference", "")}},
       {{"metric", workload, true, 2, 0, 5.0, 0, load}},
       2.0});
  expect(waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD, "a process is left");
  return record;
}

std::string story(const lab::BlockRecord& record) {
  return record.fault ? record.fault->role + " " + record.fault->kind + ": " + record.fault->detail : "no fault";
}

void honest() {
  for (std::uint32_t workload = 0; workload < 4; ++workload) {
    it(("counts and times every frame of workload " + std::to_string(workload)).c_str(), [workload] {
      const lab::BlockRecord record = run("", workload);
      expect(!record.fault, story(record));
      for (const lab::PairRecord& pair : record.workloads.at(0).pairs) {
        for (const lab::Slice& slice : pair.slices) {
          expect(slice.seen.sent == slice.items && slice.seen.received == slice.items && slice.seen.lost == 0,
                 "the counts do not add up");
          expect(slice.seen.samples == slice.items && slice.seen.latency_ticks[lab::kP50] > 0, "latencies");
          expect(slice.idle_cpu_ns < slice.wall_ns / 50, "the one that is frozen takes CPU time");
        }
      }
    });
  }
}

// A machine that stalls loses frames in an open loop, so that losses are counted here, and not forbidden.
void open_loop() {
  it("offers a share of what the reference carries, and accounts for every frame of it", [] {
    const lab::BlockRecord record = run("", 4, 0.25);
    expect(!record.fault, story(record));
    const lab::WorkloadRecord& workload = record.workloads.at(0);
    expect(workload.carried > 0 && workload.per_second == 0.25 * workload.carried, "no rate was found");
    for (const lab::PairRecord& pair : workload.pairs) {
      for (const lab::Slice& slice : pair.slices) {
        expect(slice.seen.sent == slice.seen.received + slice.seen.lost, "the counts do not add up");
        expect(slice.items == slice.seen.received && slice.seen.burst == 1, "items and bursts");
        expect(slice.seen.late_ticks[lab::kP50] <= slice.seen.late_ticks[lab::kPMax], "lateness");
      }
    }
  });
}

void faults() {
  struct Case {
    const char* behaviour;
    const char* kind;
    const char* detail;
  };
  constexpr Case kCases[] = {
      {"loses", "timed-out", "1 lost"},
      {"damages", "timed-out", "1 lost, 1 corrupted"},
      {"cuts", "timed-out", "1 lost, 1 corrupted"},
      {"repeats", "wrong-reply", "1 duplicated"},
      {"keeps-addresses", "wrong-reply", "with wrong addresses"},
      {"exits", "died", "exit code 3"},
  };
  for (const Case& each : kCases) {
    it((std::string("tells what a device does that ") + each.behaviour).c_str(), [&] {
      const lab::BlockRecord record = run(each.behaviour);
      expect(record.fault.has_value() && record.fault->role == "learner" && record.fault->kind == each.kind &&
                 record.fault->detail.find(each.detail) != std::string::npos,
             story(record));
    });
  }
}

// Runs a command at the far end of two cables; its exit code.
Ran at_the_far_end(std::vector<std::string> command) {
  std::vector<std::string> argv = {TRAFFICGEN, "cables", "--"};
  argv.insert(argv.end(), command.begin(), command.end());
  return testing::run(argv);
}

void cables() {
  const Ran ran = at_the_far_end({"/bin/true"});
  if (ran.code != 0) {
    std::printf("no network namespaces here: %s\n", ran.out.c_str());
    return;
  }
  it("says how a command at the far end of the cables ended", [] {
    expect(at_the_far_end({"/bin/false"}).code != 0, "as if it had ended well");
    expect(at_the_far_end({"/does/not/exist"}).code != 0, "as if there were one");
  });
  it("lets a program open packet sockets on them, and do nothing else to them", [] {
    const Ran open = at_the_far_end({LAUNCH, "--packet-sockets", "--", STRANGER, "packets", "lab-d1"});
    expect(open.code == 0, open.story());
  });
  it("lets no program do so that was not given the right, or on a link that is the generator's", [] {
    expect(at_the_far_end({LAUNCH, "--packet-sockets", "--", STRANGER, "packets", "lab-g0"}).code != 0, "lab-g0");
    if (geteuid() == 0) expect(at_the_far_end({LAUNCH, "--", STRANGER, "packets", "lab-d0"}).code != 0, "without");
  });
}

// A field of the line that measure prints; 0 where there is none.
double field(const std::string& json, const char* name) {
  const std::size_t at = json.find("\"" + std::string(name) + "\":");
  return at == std::string::npos ? 0 : std::atof(json.c_str() + json.find(':', at) + 1);
}

void measures() {
  it("measures a program that does not speak our protocol, by what comes back", [] {
    const Folder folder;
    std::vector<std::string> argv = driver(folder, "learner", "");
    std::replace(argv.begin(), argv.end(), std::string("drive"), std::string("measure"));
    const Ran ran = testing::run(argv);
    expect(ran.code == 0, ran.story());
    const double rate = field(ran.out, "rate");
    const double p50 = field(ran.out, "p50Ns");
    expect(rate > 0 && field(ran.out, "lossFreeRate") <= rate, ran.story());
    expect(p50 > 0 && field(ran.out, "p99Ns") >= p50, ran.story());
  });
  it("measures nothing of a program that loses frames in the closed loop", [] {
    const Folder folder;
    std::vector<std::string> argv = driver(folder, "learner", "loses");
    std::replace(argv.begin(), argv.end(), std::string("drive"), std::string("measure"));
    const Ran ran = testing::run(argv);
    expect(ran.code == 1 && ran.out.empty(), ran.story());
  });
}

}  // namespace

int main() {
  it("says that DPDK passes frames here", [] {
    const testing::Ran ran = testing::run({TRAFFICGEN, "probe"});
    expect(ran.code == 0 && ran.out.starts_with("DPDK "), ran.story());
  });
  it("passes every frame to itself, which is the ceiling", [] {
    const testing::Ran ran = testing::run({TRAFFICGEN, "selftest", "--frames", "20000", "--size", "1518"});
    expect(ran.code == 0 && ran.out.find("\"frames\":20000,") != std::string::npos, ran.story());
  });
  it("refuses what it does not understand", [] {
    constexpr int kUsage = 64;
    for (const char* word : {"drives", "--help"}) expect(testing::run({TRAFFICGEN, word}).code == kUsage, word);
    expect(testing::run({TRAFFICGEN, "selftest", "--size", "63"}).code == kUsage, "a size that there is not");
    expect(testing::run({TRAFFICGEN, "drive", "--cpu", "0", "--"}).code == kUsage, "nothing to drive");
  });
  honest();
  open_loop();
  faults();
  cables();
  measures();
  return testing::exit_code();
}
