// The conductor against arms of every kind: what an arm does wrong is in the record, and nothing is left of it.
#include "core/conductor.hpp"

#include <thread>

#include "core/affinity.hpp"
#include "testing.hpp"

using testing::expect;
using testing::it;

namespace {

using Argv = std::vector<std::string>;

constexpr int kOrderTimeoutMs = 2000;  // also of a greeting, on a machine that does other things too
const Argv kHonest = {HONEST};

lab::ConductorConfig config(std::uint64_t seed = 1) {
  const std::vector<int> allowed = lab::allowed_cpus();
  return {seed, {allowed.front(), allowed.back()}, kOrderTimeoutMs};
}

lab::BlockPlan plan(std::vector<lab::ArmPlan> arms, std::uint32_t workload = 0, std::uint32_t index = 0) {
  return {index, std::move(arms), {{"metric", workload, workload == 0, 2, 1, 1.0, 1}}, 1.0};
}

lab::BlockPlan between(Argv learner, Argv reference) {
  return plan({{"learner", std::move(learner)}, {"reference", std::move(reference)}});
}

lab::BlockRecord run(const lab::BlockPlan& block, std::uint64_t seed = 1) {
  lab::Conductor conductor(config(seed));
  const lab::BlockRecord record = conductor.run_block(block);
  expect(waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD, "a process is left");
  return record;
}

std::string story(const lab::BlockRecord& record) {
  return record.fault ? record.fault->role + " " + record.fault->kind + ": " + record.fault->detail : "no fault";
}

void expect_fault(const lab::BlockRecord& record, const std::string& kind, const std::string& detail = "") {
  const bool found =
      record.fault && record.fault->kind == kind && record.fault->detail.find(detail) != std::string::npos;
  expect(found, "expected " + kind + " with \"" + detail + "\", got " + story(record));
}

double idle_share(const lab::BlockRecord& record, const std::string& role) {
  double idle = 0;
  double wall = 0;
  for (const lab::PairRecord& pair : record.workloads.at(0).pairs) {
    for (int i = 0; i < 2; ++i) {
      if (pair.roles[i] != role) continue;
      idle += static_cast<double>(pair.slices[i].idle_cpu_ns);
      wall += static_cast<double>(pair.slices[i].wall_ns);
    }
  }
  return idle / wall;
}

std::uint64_t items_of(const lab::WorkloadRecord& workload, const std::string& role) {
  std::uint64_t items = 0;
  for (const lab::PairRecord& pair : workload.pairs) {
    for (int i = 0; i < 2; ++i) items += pair.roles[i] == role ? pair.slices[i].items : 0;
  }
  return items;
}

std::uint64_t counted_in(const std::vector<lab::Bucket>& buckets) {
  std::uint64_t counted = 0;
  for (const lab::Bucket& bucket : buckets) counted += bucket.count;
  return counted;
}

void honest_arms() {
  it("records every pair of honest arms, the naive one's too, with all that was measured", [] {
    const lab::BlockRecord record = run(plan({{"learner", kHonest}, {"reference", kHonest}, {"naive", kHonest}}, 0, 5));
    expect(!record.fault, story(record));
    expect(record.index == 5 && record.noise.wall_ns > 0 && record.pads.size() == 3, "the block's own facts");
    const lab::WorkloadRecord& workload = record.workloads.at(0);
    int naive = 0;
    for (const lab::PairRecord& pair : workload.pairs) {
      naive += pair.roles[0] == "naive" || pair.roles[1] == "naive" ? 1 : 0;
      expect(pair.roles[0] == "reference" || pair.roles[1] == "reference", "a pair without the reference");
      expect(pair.canary[0] > 0 && pair.canary[1] > 0, "a silent canary");
      for (const lab::Slice& slice : pair.slices) {
        expect(slice.items > 0 && slice.wall_ns > 0 && slice.tsc_ns > 0 && slice.cpu_ns > 0, "an empty slice");
        expect(slice.run_delay_ns >= 0 && slice.idle_cpu_ns >= 0, "a negative count");
      }
    }
    expect(workload.pairs.size() == 3 && naive == 1, "not two pairs of the learner's and one of the naive arm's");
    for (const char* role : {"learner", "reference", "naive"}) {
      const std::uint64_t items = items_of(workload, role);
      const std::uint64_t counted = counted_in(workload.distributions.at(role));
      expect(items == counted,
             std::string(role) + ": " + std::to_string(items) + " items, in buckets " + std::to_string(counted));
    }
  });
  it("finds idle arms idle", [] {
    const lab::BlockRecord record = run(between(kHonest, kHonest));
    expect(!record.fault, story(record));
    expect(idle_share(record, "reference") < 0.02, std::to_string(idle_share(record, "reference")));
  });
  it("tosses the same coins for the same seed and block, and others for others", [] {
    const auto order = [](std::uint64_t seed, std::uint32_t index) {
      lab::BlockPlan block = plan({{"learner", kHonest}, {"reference", kHonest}}, 0, index);
      block.workloads[0].pairs = 24;
      block.workloads[0].slice_ms = 0.1;
      const lab::BlockRecord record = run(block, seed);
      expect(!record.fault, story(record));
      std::string coins = std::to_string(record.pads.at("learner")) + " " + std::to_string(record.pads.at("reference"));
      for (const lab::PairRecord& pair : record.workloads.at(0).pairs) coins += " " + pair.roles[0];
      return coins;
    };
    const std::string coins = order(7, 0);
    expect(coins == order(7, 0), "the same seed gave another order");
    expect(coins != order(8, 0) && coins != order(7, 1), "another seed or block gave the same order");
    expect(coins.find("learner") != std::string::npos && coins.find("reference") != std::string::npos, coins);
  });
  it("works behind the guard, as in the product", [] {
    const lab::BlockRecord record = run(between({GUARD, "--", HONEST}, {GUARD, "--", HONEST}));
    expect(!record.fault, story(record));
  });
}

void faults() {
  struct Case {
    const char* fault;
    const char* kind;
    const char* detail;
  };
  constexpr Case kCases[] = {
      {"die-before-hello", "died", "exit code 9"},
      {"hang-before-hello", "no-hello", "did not start"},
      {"wrong-hello", "forged", ""},
      {"old-hello", "forged", ""},
      {"die", "died", "exit code 3\nlast words"},
      {"crash", "died", "Aborted"},
      {"hang", "timed-out", "2000 ms"},
      {"wrong-digest", "wrong-digest", ""},
      {"wrong-count", "wrong-count", ""},
      {"forge-proof", "forged", ""},
      {"forge-magic", "forged", ""},
      {"forge-sequence", "forged", ""},
      {"forge-buckets", "forged", ""},
      {"forge-size", "forged", ""},
      {"stray", "forged", ""},
      {"answer-twice", "forged", ""},
  };
  for (const Case& each : kCases) {
    it((std::string("names what an arm does wrong: ") + each.fault).c_str(), [&] {
      const lab::BlockRecord record = run(between({FAULTY, each.fault}, kHonest));
      expect_fault(record, each.kind, each.detail);
      expect(record.fault->role == "learner", story(record));
    });
  }
  it("names whose arm it was", [] {
    const lab::BlockRecord record = run(between(kHonest, {FAULTY, "wrong-digest"}));
    expect_fault(record, "wrong-digest");
    expect(record.fault->role == "reference" && record.fault->metric == "metric", story(record));
  });
  it("finds damage behind an honest harness", [] {
    expect_fault(run(plan({{"learner", kHonest}, {"reference", kHonest}}, 1)), "wrong-count");
    expect_fault(run(plan({{"learner", kHonest}, {"reference", kHonest}}, 2)), "wrong-digest");
  });
  it("tells the end of a crashed arm behind the guard", [] {
    expect_fault(run(between({GUARD, "--", FAULTY, "crash"}, kHonest)), "died", "Aborted");
  });
  it("records the CPU time that an arm takes while it should be idle", [] {
    lab::BlockPlan block = between({FAULTY, "spin-while-idle"}, kHonest);
    block.workloads[0].slice_ms =
        20;  // the kernel adds up a running thread's time at every tick: 10 ms where HZ is 100
    const lab::BlockRecord record = run(block);
    expect(!record.fault, story(record));
    expect(idle_share(record, "reference") > 0.02, std::to_string(idle_share(record, "reference")));
  });
  it("throws where the machine cannot start an arm", [] {
    try {
      run(between({"/does/not/exist"}, kHonest));
    } catch (const std::system_error& error) {
      expect(std::string(error.what()).find("/does/not/exist") != std::string::npos, error.what());
      return;
    }
    expect(false, "nothing was thrown");
  });
}

bool is_cancelled(lab::Conductor& conductor, const lab::BlockPlan& block) {
  try {
    conductor.run_block(block);
  } catch (const lab::CancelledError&) {
    return waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
  }
  return false;
}

void cancelling() {
  for (const char* fault : {"hang", "hang-before-hello"}) {
    it((std::string("stops waiting when it is cancelled: ") + fault).c_str(), [fault] {
      lab::ConductorConfig patient = config();
      patient.order_timeout_ms = 10 * testing::kPatienceMs;  // only the cancelling can end it within the test's time
      lab::Conductor conductor(patient);
      std::thread canceller([&] {
        usleep(100'000);
        conductor.cancel();
      });
      const bool cancelled = is_cancelled(conductor, between({FAULTY, fault}, kHonest));
      canceller.join();
      expect(cancelled, "it was not cancelled, or left a process");
    });
  }
  it("stays cancelled", [] {
    lab::Conductor conductor(config());
    conductor.cancel();
    expect(is_cancelled(conductor, between(kHonest, kHonest)), "it ran");
    expect(is_cancelled(conductor, between(kHonest, kHonest)), "it ran the second time");
  });
}

}  // namespace

int main() {
  honest_arms();
  faults();
  cancelling();
  return testing::exit_code();
}
