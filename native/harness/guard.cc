// lab-guard [--status-fd N] [--seconds S] -- command...
//
// The outermost wrapper of everything that runs learner code. It promises one thing: when it ends, nothing that it
// started is left, however often that has forked, changed session or ignored signals, and it ends when its parent does.
// As a child subreaper (prctl(2)) it inherits every orphan below it, so that a walk over /proc finds them all.
// With --status-fd it says how the command ended, as one line of JSON. Exit code: the command's, or 128 + signal.
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

namespace {

struct Options {
  int status_fd = -1;
  unsigned seconds = 0;
  char** command = nullptr;
};

[[noreturn]] void usage() {
  std::fputs("usage: lab-guard [--status-fd N] [--seconds S] -- command...\n", stderr);
  std::exit(2);
}

Options parse(int argc, char** argv) {
  Options options;
  int i = 1;
  for (; i + 1 < argc && std::strcmp(argv[i], "--") != 0; i += 2) {
    if (std::strcmp(argv[i], "--status-fd") == 0) {
      options.status_fd = std::atoi(argv[i + 1]);
    } else if (std::strcmp(argv[i], "--seconds") == 0) {
      options.seconds = static_cast<unsigned>(std::atoi(argv[i + 1]));
    } else {
      usage();
    }
  }
  if (i + 1 >= argc) usage();
  options.command = argv + i + 1;
  return options;
}

// Children of every thread of a process: each is listed with the thread that made it (proc_pid_children(5)).
std::vector<pid_t> children_of(pid_t pid) {
  std::vector<pid_t> found;
  const std::string tasks = "/proc/" + std::to_string(pid) + "/task";
  DIR* folder = opendir(tasks.c_str());
  if (folder == nullptr) return found;
  while (const dirent* entry = readdir(folder)) {
    if (entry->d_name[0] == '.') continue;
    std::ifstream children(tasks + "/" + entry->d_name + "/children");
    for (pid_t child = 0; children >> child;) found.push_back(child);
  }
  closedir(folder);
  return found;
}

// Kills everything below `pid` and says how many that were. What is stopped first cannot have children behind our back,
// so that a fork bomb is met from the top.
int kill_below(pid_t pid) {
  int killed = 0;
  for (const pid_t child : children_of(pid)) {
    kill(child, SIGSTOP);
    killed += 1 + kill_below(child);
    kill(child, SIGKILL);
  }
  return killed;
}

// Kills until nobody is left to wait for, and counts whom it found alive after the command had ended.
int kill_everything() {
  int survivors = 0;
  for (bool first = true;; first = false) {
    const int killed = kill_below(getpid());
    if (first) survivors = killed;
    int status = 0;
    const pid_t reaped = waitpid(-1, &status, killed == 0 ? WNOHANG : 0);
    if (reaped < 0 && errno == ECHILD) return survivors;
    if (reaped == 0) usleep(500);
  }
}

[[noreturn]] void run_child(char** command, pid_t guard, const sigset_t& signals) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != guard) _exit(127);  // the guard died before the line above
  sigprocmask(SIG_UNBLOCK, &signals, nullptr);
  execvp(command[0], command);
  std::fprintf(stderr, "lab-guard: %s: %s\n", command[0], std::strerror(errno));
  _exit(127);
}

void report(int fd, int status, int survivors) {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto ns = [](const timeval& time) { return time.tv_sec * 1'000'000'000L + time.tv_usec * 1000L; };
  const std::string code = WIFEXITED(status) ? std::to_string(WEXITSTATUS(status)) : "null";
  const std::string signal =
      WIFSIGNALED(status) ? "\"SIG" + std::string(sigabbrev_np(WTERMSIG(status))) + "\"" : "null";
  dprintf(fd, "{\"exit\":%s,\"signal\":%s,\"survivors\":%d,\"maxRssKib\":%ld,\"cpuNs\":%ld}\n", code.c_str(),
          signal.c_str(), survivors, usage.ru_maxrss, ns(usage.ru_utime) + ns(usage.ru_stime));
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  const pid_t parent = getppid();
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) return 127;
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  setsid();  // a terminal's Ctrl-C goes to `lab`, which tells us; without a session it would not reach orphans anyway
  // The learner's processes must not inherit it, or a line could be forged.
  if (options.status_fd >= 0) fcntl(options.status_fd, F_SETFD, FD_CLOEXEC);

  // As a shell would have it, whatever our parent ignores: Node ignores SIGPIPE, and an ignored SIGCHLD never arrives.
  for (const int number : {SIGCHLD, SIGPIPE}) signal(number, SIG_DFL);
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGCHLD, SIGALRM}) sigaddset(&signals, number);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  const pid_t guard = getpid();
  const pid_t child = fork();
  if (child < 0) {
    std::perror("lab-guard: fork");
    return 127;
  }
  if (child == 0) run_child(options.command, guard, signals);
  alarm(options.seconds);

  int status = 0;
  for (;;) {
    int received = 0;
    sigwait(&signals, &received);
    if (received != SIGCHLD) {
      kill_everything();
      return 128 + received;
    }
    bool ended = false;
    int reaped_status = 0;
    for (pid_t pid = 0; (pid = waitpid(-1, &reaped_status, WNOHANG)) > 0;) {
      if (pid == child) {
        status = reaped_status;
        ended = true;
      }
    }
    if (ended) break;
  }
  const int survivors = kill_everything();
  if (options.status_fd >= 0) report(options.status_fd, status, survivors);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
