// The traffic generator against devices under test of every kind: what they do with one frame of many is told, what
// they do right is counted and timed, and nothing is left.
#include <sys/wait.h>

#include <cstdlib>

#include "core/affinity.hpp"
#include "core/conductor.hpp"
#include "testing.hpp"

using testing::expect;
using testing::it;

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

lab::BlockRecord run(const char* learner, std::uint32_t workload = 0) {
  const std::vector<int> allowed = lab::allowed_cpus();
  const Folder folder;
  lab::Conductor conductor({1, {allowed.front(), allowed.back()}, kOrderTimeoutMs, lab::ArmKind::kDriver});
  lab::BlockRecord record = conductor.run_block(
      {0,
       {{"learner", driver(folder, "learner", learner)}, {"reference", driver(folder, "reference", "")}},
       {{"metric", workload, true, 2, 0, 5.0, 0}},
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
  faults();
  return testing::exit_code();
}
