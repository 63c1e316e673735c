// The load generator against devices under test of every kind: what they do wrong is told in a sentence, what they do
// right is counted and timed, and nothing is left.
#include <sys/socket.h>
#include <sys/wait.h>

#include "core/affinity.hpp"
#include "core/conductor.hpp"
#include "testing.hpp"
#include "wire/process_tree.hpp"

using testing::expect;
using testing::it;

namespace {

constexpr int kSkipped = 77;
constexpr int kOrderTimeoutMs = 8000;

std::vector<std::string> driver(const char* behaviour, const char* device = "veth") {
  const std::vector<int> allowed = lab::allowed_cpus();
  const std::string cpus = std::to_string(allowed.front()) + "," + std::to_string(allowed.back());
  return {GUARD,
          "--",
          NETLOAD,
          "--device",
          device,
          "--cpus",
          cpus,
          "--traffic",
          "closed:bytes=64",
          "--traffic",
          "closed:bytes=1400",
          "--traffic",
          "window:bytes=64,outstanding=64",
          "--traffic",
          "open:bytes=64,rate=5000,arrivals=poisson",
          "--traffic",
          "open:bytes=64,arrivals=bursts,burst=1.5",
          "--",
          GUARD,
          "--",
          "/usr/bin/env",
          std::string("LAB_DUT=") + behaviour,
          ECHO_DUT};
}

lab::BlockRecord run(std::vector<std::string> learner, std::vector<std::string> reference, std::uint32_t workload = 0,
                     double load = 0, double carried = 0) {
  const std::vector<int> allowed = lab::allowed_cpus();
  lab::Conductor conductor({1, {allowed.front(), allowed.back()}, kOrderTimeoutMs, lab::ArmKind::kDriver});
  const lab::BlockRecord record =
      conductor.run_block({0,
                           {{"learner", std::move(learner)}, {"reference", std::move(reference)}},
                           {{"metric", workload, true, 2, 0, 5.0, 1, load, carried}},
                           2.0});
  expect(waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD, "a process is left");
  return record;
}

std::string story(const lab::BlockRecord& record) {
  return record.fault ? record.fault->role + " " + record.fault->kind + ": " + record.fault->detail : "no fault";
}

void honest() {
  for (const char* device : {"veth", "loopback"}) {
    it((std::string("counts and times what an honest server answers, over ") + device).c_str(), [device] {
      const lab::BlockRecord record = run(driver("", device), driver("", device));
      expect(!record.fault, story(record));
      for (const lab::PairRecord& pair : record.workloads.at(0).pairs) {
        for (const lab::Slice& slice : pair.slices) {
          const lab::Seen& seen = slice.seen;
          expect(seen.received == slice.items && seen.sent == seen.received + seen.lost, "the counts do not add up");
          expect(seen.samples == seen.sent && seen.corrupted == 0 && seen.duplicated == 0, "samples and damage");
          expect(seen.latency_ticks[lab::kP50] > 0 && seen.latency_ticks[lab::kP50] <= seen.latency_ticks[lab::kP99] &&
                     seen.latency_ticks[lab::kP99] <= seen.latency_ticks[lab::kPMax],
                 "percentiles do not rise");
          expect(seen.elapsed_ticks > 0 && slice.cpu_ns > 0, "no time has passed");
        }
      }
      expect(!record.workloads.at(0).distributions.at("learner").empty(), "no distribution");
    });
  }
  for (std::uint32_t workload = 0; workload < 4; ++workload) {
    it(("drives each workload with its own messages: " + std::to_string(workload)).c_str(), [workload] {
      const lab::BlockRecord record = run(driver(""), driver(""), workload);
      expect(!record.fault, story(record));
      for (const lab::PairRecord& pair : record.workloads.at(0).pairs) {
        for (const lab::Slice& slice : pair.slices) {
          expect(slice.seen.sent == slice.seen.received + slice.seen.lost, "the counts do not add up");
          expect(slice.seen.samples == slice.seen.sent, "not every message has a latency");
        }
      }
    });
  }
  it("finds out what the reference carries, and offers both a share of it", [] {
    const lab::BlockRecord record = run(driver(""), driver(""), 3, 0.25);
    expect(!record.fault, story(record));
    const lab::WorkloadRecord& workload = record.workloads.at(0);
    expect(workload.carried > 0 && workload.per_second == 0.25 * workload.carried, "no rate was found");
    for (const lab::PairRecord& pair : workload.pairs) {
      expect(pair.slices[0].seen.sent == pair.slices[1].seen.sent, "the two did not meet the same arrivals");
      for (const lab::Slice& slice : pair.slices) {
        expect(slice.seen.burst == 1 && slice.seen.late_ticks[lab::kP50] <= slice.seen.late_ticks[lab::kPMax],
               "lateness");
      }
    }
  });
  it("sends bursts that are larger than what a server holds by default, and says what is lost", [] {
    constexpr double kCarried = 20'000;
    const lab::BlockRecord record = run(driver(""), driver(""), 4, 0.5, kCarried);
    expect(!record.fault, story(record));
    expect(record.workloads.at(0).carried == kCarried, "what was known was looked for again");
    for (const lab::PairRecord& pair : record.workloads.at(0).pairs) {
      for (const lab::Slice& slice : pair.slices) {
        expect(slice.seen.burst > 16, "bursts of " + std::to_string(slice.seen.burst));
        expect(slice.seen.sent == slice.seen.received + slice.seen.lost, "the counts do not add up");
      }
    }
  });
  it("freezes a server that spins while it is not its turn, and counts the time that it takes in its own", [] {
    const lab::BlockRecord record = run(driver("spins"), driver(""));
    expect(!record.fault, story(record));
    for (const lab::PairRecord& pair : record.workloads.at(0).pairs) {
      for (int i = 0; i < 2; ++i) {
        const lab::Slice& slice = pair.slices[i];
        const bool learner = pair.roles[i] == "learner";
        if (!learner)
          expect(slice.idle_cpu_ns < slice.wall_ns / 50, "idle, it took " + std::to_string(slice.idle_cpu_ns));
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
      {"throws", "died", "no room"},
      {"returns-early", "died", "returns before it was told to"},
      {"silent", "timed-out", "went unanswered"},
      {"silent-later", "timed-out", "went unanswered"},
      {"crash", "died", "SIGABRT"},
      {"exit", "died", "ended by itself"},
      {"leaves", "died", "nobody had asked it to stop"},
      {"damages", "wrong-reply", "some were others"},
      {"cuts", "wrong-reply", "came back as 63 bytes"},
      {"twice", "wrong-reply", "twice"},
  };
  for (const Case& each : kCases) {
    it((std::string("tells what a server does wrong: ") + each.behaviour).c_str(), [&] {
      const lab::BlockRecord record = run(driver(each.behaviour), driver(""));
      expect(record.fault && record.fault->role == "learner" && record.fault->kind == each.kind &&
                 record.fault->detail.find(each.detail) != std::string::npos,
             story(record));
    });
  }
  it("calls what the machine refuses a fault of the machine", [] {
    std::vector<std::string> broken = {NETLOAD, "--traffic", "closed:bytes=1", "--", ECHO_DUT};
    const lab::BlockRecord record = run(std::move(broken), driver(""));
    expect(record.fault && record.fault->kind == "machine", story(record));
  });
}

// Starts the driver behind its guard, by hand, and waits until it has said hello: its program is then up and frozen.
pid_t start_driver(int& channel) {
  int sockets[2];
  expect(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) == 0, "socketpair");
  channel = sockets[0];
  std::vector<std::string> command = driver("spins");
  std::vector<char*> arguments;
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  const pid_t guard = fork();
  if (guard == 0) {
    dup2(fcntl(sockets[1], F_DUPFD_CLOEXEC, 10), lab::kChannelFd);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  close(sockets[1]);
  lab::Hello hello{};
  expect(recv(channel, &hello, sizeof hello, 0) == sizeof hello, "no hello");
  return guard;
}

bool is_gone(pid_t pid) {
  for (int waited = 0; waited < testing::kPatienceMs; ++waited) {
    if (kill(pid, 0) != 0 && errno == ESRCH) return true;
    usleep(1000);
  }
  return false;
}

void kills() {
  // 0 is the outer guard, 1 the driver; below it a guard and the program, which have no other way to end.
  for (const std::size_t victim : {0U, 1U}) {
    it(victim == 0 ? "leaves nothing when its guard is killed" : "leaves nothing when it is killed itself", [victim] {
      int channel = -1;
      const pid_t guard = start_driver(channel);
      const std::vector<pid_t> all = lab::wire::process_and_descendants(guard);
      expect(all.size() == 4, std::to_string(all.size()) + " processes");
      expect(lab::wire::all_threads_stopped(all.back()), "the program is not frozen");
      kill(all.at(victim), SIGKILL);
      waitpid(guard, nullptr, 0);
      for (const pid_t pid : all) expect(is_gone(pid), "process " + std::to_string(pid) + " is left");
      close(channel);
    });
  }
}

}  // namespace

int main() {
  const testing::Ran probe = testing::run({NETLOAD, "--probe"});
  if (probe.code != 0) {
    std::printf("no network namespaces here: %s\n", probe.out.c_str());
    return kSkipped;
  }
  honest();
  faults();
  kills();
  return testing::exit_code();
}
