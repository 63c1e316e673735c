// lab-wire --cpus NEAR,FAR [--brief] --far command... --near command...
//
// Runs two programs, each on a CPU of its own, at the two ends of a wire made for them (wire/wire.hpp), and ends with
// the second: for programs of others, which know nothing of our drivers. `{near}` and `{far}` in a command stand for
// the addresses. With --brief the far one is a device under test of ours (lab/dut.hpp) and is told where to listen, on
// file descriptor 3. Exit code: the near program's; 124 when it takes too long.
#include <arpa/inet.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "harness/dut_protocol.hpp"
#include "wire/dut.hpp"
#include "wire/wire.hpp"

namespace {

using Command = std::vector<std::string>;

constexpr int kUsageError = 2;
constexpr int kTookTooLong = 124;         // as timeout(1) has it
constexpr unsigned kMostSeconds = 60;     // a peer's run takes a few
constexpr useconds_t kStartUs = 300'000;  // a server that says nothing is taken to be up by then

struct Options {
  int near_cpu = -1;
  int far_cpu = -1;
  bool brief = false;
  Command far;
  Command near;
};

[[noreturn]] void usage() {
  std::fputs("usage: lab-wire --cpus NEAR,FAR [--brief] --far command... --near command...\n", stderr);
  std::exit(kUsageError);
}

Options parse(int argc, char** argv) {
  Options options;
  int i = 1;
  for (; i < argc && std::strcmp(argv[i], "--far") != 0; ++i) {
    if (std::strcmp(argv[i], "--brief") == 0) {
      options.brief = true;
    } else if (std::strcmp(argv[i], "--cpus") == 0 && i + 1 < argc) {
      if (std::sscanf(argv[++i], "%d,%d", &options.near_cpu, &options.far_cpu) != 2) usage();
    } else {
      usage();
    }
  }
  for (++i; i < argc && std::strcmp(argv[i], "--near") != 0; ++i) options.far.emplace_back(argv[i]);
  for (++i; i < argc; ++i) options.near.emplace_back(argv[i]);
  if (options.far.empty() || options.near.empty()) usage();
  return options;
}

std::string text(in_addr address) {
  char buffer[INET_ADDRSTRLEN] = {};
  inet_ntop(AF_INET, &address, buffer, sizeof buffer);
  return buffer;
}

void fill_in(Command& command, const lab::wire::Wire& wire) {
  for (std::string& word : command) {
    for (const auto& [name, address] :
         {std::pair{"{near}", text(wire.generator_address())}, std::pair{"{far}", text(wire.dut_address())}}) {
      for (std::size_t at = 0; (at = word.find(name, at)) != std::string::npos; at += address.size()) {
        word.replace(at, std::strlen(name), address);
      }
    }
  }
}

void pin(int cpu) {
  if (cpu < 0) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  sched_setaffinity(0, sizeof set, &set);
}

[[noreturn]] void become(Command& command, int cpu) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // the far one ends when this process does, however that is
  pin(cpu);
  std::vector<char*> words;
  for (std::string& word : command) words.push_back(word.data());
  words.push_back(nullptr);
  execvp(words[0], words.data());
  std::fprintf(stderr, "lab-wire: %s: %s\n", words[0], std::strerror(errno));
  _exit(127);
}

// The far end of a device under test's channel, with its brief in it.
int make_channel(const lab::wire::Wire& wire) {
  int ends[2];
  lab::check_syscall("socketpair", socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends));
  const lab::Brief brief{lab::kBriefMagic,           lab::kDutVersion,
                         wire.dut_address().s_addr,  wire.generator_address().s_addr,
                         htons(lab::wire::kDutPort), htons(lab::wire::kSinkPort)};
  lab::check_syscall("brief", send(ends[0], &brief, sizeof brief, 0));
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);  // ours stays open: a driver that is gone means the end
  return ends[1];
}

pid_t start_far(Options& options, const lab::wire::Wire& wire) {
  const int channel = options.brief ? make_channel(wire) : -1;
  const pid_t pid = lab::check_syscall("fork", fork());
  if (pid == 0) {
    wire.enter_dut_side();
    const int nothing = open("/dev/null", O_RDWR);
    dup2(nothing, STDIN_FILENO);
    dup2(nothing, STDOUT_FILENO);
    if (channel >= 0 && channel != lab::kDutChannelFd) dup2(channel, lab::kDutChannelFd);
    become(options.far, options.far_cpu);
  }
  if (channel >= 0) close(channel);
  usleep(kStartUs);
  return pid;
}

int run_near(Options& options) {
  const pid_t pid = lab::check_syscall("fork", fork());
  if (pid == 0) become(options.near, options.near_cpu);
  alarm(kMostSeconds);
  int status = 0;
  if (waitpid(pid, &status, 0) < 0) {
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return kTookTooLong;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int run(Options options) {
  const lab::wire::Wire wire(lab::wire::Device::kVeth);
  fill_in(options.far, wire);
  fill_in(options.near, wire);
  struct sigaction woken {};
  woken.sa_handler = [](int) {};
  sigaction(SIGALRM, &woken, nullptr);  // without SA_RESTART: waitpid comes back
  const pid_t far = start_far(options, wire);
  const int code = run_near(options);
  kill(far, SIGKILL);
  waitpid(far, nullptr, 0);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(parse(argc, argv));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lab-wire: %s\n", error.what());
    return 1;
  }
}
