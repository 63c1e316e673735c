// lab-wire and lab-roundtrip: programs of others at the two ends of a wire, and round trips to whoever answers.
#include "testing.hpp"

using testing::expect;
using testing::it;
using testing::Ran;

namespace {

Ran both_ends(std::vector<std::string> far, std::vector<std::string> near, std::vector<std::string> options = {}) {
  std::vector<std::string> argv = {WIRE};
  argv.insert(argv.end(), options.begin(), options.end());
  argv.emplace_back("--far");
  argv.insert(argv.end(), far.begin(), far.end());
  argv.emplace_back("--near");
  argv.insert(argv.end(), near.begin(), near.end());
  return testing::run(argv);
}

// Whether this machine gives us a wire at all.
bool has_wire() { return both_ends({"/bin/sleep", "60"}, {"/bin/true"}).code == 0; }

void runs_both() {
  it("ends with the near program, hands its exit code through, and leaves the far one to nobody", [] {
    const Ran ran = both_ends({"/bin/sleep", "60"}, {"/bin/sh", "-c", "exit 7"});
    expect(ran.code == 7 && ran.all_gone, ran.story());
  });
  it("puts the addresses in, each on its own side", [] {
    const Ran ran = both_ends({"/bin/sleep", "60"}, {"/bin/sh", "-c", "echo {near} {far} | wc -w"});
    expect(ran.out == "2\n" && ran.code == 0, ran.story());
  });
  it("takes a command that has a -- in it", [] {
    const Ran ran = both_ends({GUARD, "--", "/bin/sleep", "60"}, {"/bin/true"});
    expect(ran.code == 0 && ran.all_gone, ran.story());
  });
  it("refuses to be used without two commands", [] {
    expect(testing::run({WIRE, "--far", "/bin/true"}).code == 2, "no usage error");
    expect(testing::run({WIRE, "--unknown", "--far", "/bin/true", "--near", "/bin/true"}).code == 2, "no usage error");
  });
}

void times_round_trips() {
  it("times round trips to a device under test of ours, with none lost", [] {
    const Ran ran = both_ends({ECHO_DUT}, {ROUNDTRIP, "{far}", "7000", "0.2"}, {"--brief"});
    expect(ran.code == 0 && ran.out.find("\"lost\":0,\"p50Ns\":") != std::string::npos, ran.story());
  });
  it("says that nobody answers, instead of figures", [] {
    const Ran ran = both_ends({"/bin/sleep", "60"}, {ROUNDTRIP, "{far}", "7000", "0.1"});
    expect(ran.code == 1 && ran.out.empty(), ran.story());
  });
  it("refuses a size that has no room for its header", [] {
    expect(testing::run({ROUNDTRIP, "127.0.0.1", "7000", "0.1", "8"}).code == 2, "no usage error");
  });
}

}  // namespace

int main() {
  if (!has_wire()) {
    std::printf("skip  no network of its own can be made here\n");
    return 77;
  }
  runs_both();
  times_round_trips();
  return testing::exit_code();
}
