// lab-guard: nothing that it started is left when it ends, and it says how its command did.
#include "testing.hpp"

using testing::expect;
using testing::it;
using testing::Program;
using testing::Ran;

namespace {

Ran guarded(std::vector<std::string> act, std::vector<std::string> options = {}) {
  std::vector<std::string> argv = {GUARD, "--status-fd", "4"};
  argv.insert(argv.end(), options.begin(), options.end());
  argv.insert(argv.end(), {"--", STRANGER});
  argv.insert(argv.end(), act.begin(), act.end());
  return testing::run(argv);
}

bool says(const Ran& ran, const std::string& part) { return ran.status.find(part) != std::string::npos; }

void reports() {
  it("hands the command's exit code through, and reports it", [] {
    const Ran ran = guarded({"exit", "42"});
    expect(ran.code == 42 && says(ran, "\"exit\":42,\"signal\":null,\"survivors\":0"), ran.story());
  });
  it("reports the signal that ended the command, and exits as a shell does", [] {
    const Ran ran = guarded({"signal", std::to_string(SIGSEGV)});
    expect(ran.code == 128 + SIGSEGV && says(ran, "\"exit\":null,\"signal\":\"SIGSEGV\""), ran.story());
  });
  it("reports how much memory the largest process took", [] {
    const Ran ran = guarded({"memory", "64"});
    const std::size_t at = ran.status.find("\"maxRssKib\":");
    expect(at != std::string::npos && std::atol(ran.status.c_str() + at + 12) >= 64L * 1024, ran.story());
  });
  it("does not let the command write to the status descriptor", [] {
    const Ran ran = guarded({"write", "4", "{\"exit\":0}"});
    expect(ran.code == 1 && ran.status.find("\"exit\":1") == 1, ran.story());
  });
  it("says that a command does not exist, with the shells' 127", [] {
    const Ran ran = testing::run({GUARD, "--", "/does/not/exist"});
    expect(ran.code == 127, ran.story());
  });
  it("refuses to be used without a command", [] {
    expect(testing::run({GUARD, "--seconds", "1"}).code == 2, "no usage error");
    expect(testing::run({GUARD, "--unknown", "1", "--", "/bin/true"}).code == 2, "no usage error");
  });
}

void leaves_nothing() {
  it("kills an orphan in a session of its own that ignores every signal it can", [] {
    const Ran ran = guarded({"orphan"});
    expect(ran.all_gone && ran.code == 0 && says(ran, "\"survivors\":1"), ran.story());
  });
  it("finds also the orphan's child that another thread than the first made", [] {
    const Ran ran = guarded({"thread-orphan"});
    expect(ran.all_gone && ran.code == 0 && says(ran, "\"survivors\":2"), ran.story());
  });
  it("kills a whole tree of processes that all stay", [] {
    const Ran ran = guarded({"bomb", "6"}, {"--seconds", "1"});
    expect(ran.all_gone && ran.code == 128 + SIGALRM, ran.story());
  });
}

void ends_in_time() {
  it("ends a command whose time is up, although it ignores SIGTERM", [] {
    const Ran ran = guarded({"deaf"}, {"--seconds", "1"});
    expect(ran.all_gone && ran.code == 128 + SIGALRM, ran.story());
  });
  it("lets a command that keeps its time end by itself", [] {
    const Ran ran = guarded({"exit", "0"}, {"--seconds", "30"});
    expect(ran.code == 0, ran.story());
  });
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
    it("takes everything down when it is told to end", [number] {
      Program program({GUARD, "--", STRANGER, "orphan-and-hang"});
      expect(program.line() == "ready", "the command did not start");
      kill(program.pid(), number);
      const Ran ran = program.finish();
      expect(ran.all_gone && ran.code == 128 + number, ran.story());
    });
  }
  it("takes everything down when its parent is killed", [] {
    // sh is the parent: it may not become the guard, so it has something left to do.
    Program program({"/bin/sh", "-c", std::string(GUARD) + " -- " + STRANGER + " orphan-and-hang; true"});
    expect(program.line() == "ready", "the command did not start");
    kill(program.pid(), SIGKILL);
    const Ran ran = program.finish();
    expect(ran.all_gone && ran.signal == SIGKILL, ran.story());
  });
  it("works below a parent that ignores the end of its children", [] {
    const Ran ran = testing::run(
        {"/bin/sh", "-c", std::string("trap '' CHLD PIPE; exec ") + GUARD + " -- " + STRANGER + " exit 5"});
    expect(ran.code == 5, ran.story());
  });
}

}  // namespace

int main() {
  reports();
  leaves_nothing();
  ends_in_time();
  return testing::exit_code();
}
