// lab-launch: what no exercise needs is taken away before the program starts.
#include <sys/syscall.h>

#include "testing.hpp"

using testing::expect;
using testing::it;
using testing::Ran;

namespace {

Ran launched(std::vector<std::string> act, std::vector<std::string> options = {}) {
  std::vector<std::string> argv = {LAUNCH};
  argv.insert(argv.end(), options.begin(), options.end());
  argv.insert(argv.end(), {"--", STRANGER});
  argv.insert(argv.end(), act.begin(), act.end());
  return testing::run(argv);
}

bool has_line(const Ran& ran, const std::string& line) {
  return ("\n" + ran.out).find("\n" + line + "\n") != std::string::npos;
}

void becomes_the_program() {
  it("becomes the program, with its arguments and its exit code", [] {
    const Ran ran = launched({"exit", "17"});
    expect(ran.code == 17, ran.story());
  });
  it("hands its own environment on", [] {
    setenv("LAB_PAD", "xxx", 1);
    const Ran ran = launched({"environment"});
    expect(has_line(ran, "LAB_PAD=xxx"), ran.story());
  });
  it("says what it could not start", [] {
    const Ran ran = testing::run({LAUNCH, "--", "/does/not/exist"});
    expect(ran.code == 126, ran.story());
    expect(testing::run({LAUNCH, "--unknown", "--", STRANGER}).code == 2, "no usage error");
    expect(testing::run({LAUNCH, "--memory", "1"}).code == 2, "no usage error");
  });
}

void refuses_processes() {
  // Each of them works without the launcher: otherwise its death would prove nothing.
  for (const char* act : {"fork", "exec", "spawn", "clone"}) {
    it((std::string("ends a program that starts another: ") + act).c_str(), [act] {
      const Ran free = testing::run({STRANGER, act});
      expect(free.code == 0, "without the launcher: " + free.story());
      const Ran ran = launched({act});
      expect(ran.signal == SIGSYS, ran.story());
    });
  }
#if defined(__x86_64__)
  it("ends a program that calls fork or vfork by its number, in either ABI", [] {
    for (const long call : {static_cast<long>(__NR_fork), static_cast<long>(__NR_vfork), 0x40000000L + __NR_fork}) {
      const Ran ran = launched({"raw", std::to_string(call)});
      expect(ran.signal == SIGSYS, std::to_string(call) + ": " + ran.story());
    }
  });
#endif
  it("leaves threads alone", [] {
    const Ran ran = launched({"thread"});
    expect(ran.code == 0, ran.story());
  });
}

void limits() {
  it("sets the limits it is given", [] {
    const Ran ran = launched({"rights"}, {"--memory", "256", "--file-size", "3"});
    expect(has_line(ran, "memory 268435456") && has_line(ran, "file-size 3145728"), ran.story());
    expect(has_line(ran, "core 0") && has_line(ran, "files 64"), ran.story());
  });
  it("leaves memory unlimited for sanitizers", [] {
    const Ran ran = launched({"rights"}, {"--memory", "0"});
    expect(has_line(ran, "memory unlimited"), ran.story());
  });
  it("lets a program have the memory it may have and no more", [] {
    expect(launched({"memory", "32"}, {"--memory", "128"}).code == 0, "32 of 128 MiB were refused");
    const Ran ran = launched({"memory", "256"}, {"--memory", "128"});
    expect(ran.code == ENOMEM, ran.story());
  });
  it("ends a program that writes a file beyond its limit", [] {
    char path[] = "/tmp/lab-launch-XXXXXX";
    close(mkstemp(path));
    unlink(path);  // the launcher becomes another user as root: the file must be theirs
    const Ran ran = launched({"grow", path, "4"}, {"--file-size", "2"});
    unlink(path);
    expect(ran.signal == SIGXFSZ, ran.story());
  });
}

void rights() {
  it("is never root, gains no privileges, and may neither change priorities nor trace", [] {
    const Ran ran = launched({"rights"});
    expect(!has_line(ran, "uid 0"), ran.story());
    expect(has_line(ran, "no-new-privileges 1"), ran.story());
    expect(has_line(ran, "setpriority " + std::to_string(EPERM)), ran.story());
    expect(has_line(ran, "ptrace " + std::to_string(EPERM)), ran.story());
  });
  it("lets the leak checker trace where it is told to", [] {
    const Ran ran = launched({"rights"}, {"--allow-ptrace"});
    expect(has_line(ran, "ptrace 0"), ran.story());
    expect(launched({"clone"}, {"--allow-ptrace"}).code == 0, "LeakSanitizer's helper is refused");
    expect(launched({"fork"}, {"--allow-ptrace"}).signal == SIGSYS, "a fork is not");
  });
}

}  // namespace

int main() {
  becomes_the_program();
  refuses_processes();
  limits();
  rights();
  return testing::exit_code();
}
