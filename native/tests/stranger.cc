// stranger ACT...: does what a program from somewhere else may do to whoever runs it. For tests of guard, launcher and
// `grader/process`. Whatever is left of it ends by itself after a minute, also where the test failed.
#include <dirent.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr unsigned kSecondsToLive = 60;
constexpr std::size_t kMib = 1024 * 1024;

extern "C" char** environ;

using Arguments = std::vector<std::string>;

int number(const Arguments& arguments, std::size_t at, int otherwise) {
  return at < arguments.size() ? std::atoi(arguments[at].c_str()) : otherwise;
}

// As DPDK's driver does: a packet socket on a link, whose flags are written as if that were allowed. True where both
// seem to have worked, the link is still up, and no other right over the network came with it.
bool open_packet_socket(const std::string& link) {
  const int fd = socket(AF_PACKET, SOCK_RAW, 0);
  if (fd < 0) return perror("packet socket"), false;
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_ifindex = static_cast<int>(if_nametoindex(link.c_str()));
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return perror(link.c_str()), false;
  ifreq request{};
  link.copy(request.ifr_name, sizeof request.ifr_name - 1);
  if (ioctl(fd, SIOCSIFFLAGS, &request) != 0) return perror("SIOCSIFFLAGS"), false;  // all off, the link too
  if (ioctl(fd, SIOCGIFFLAGS, &request) != 0) return perror("SIOCGIFFLAGS"), false;
  if ((request.ifr_flags & IFF_UP) == 0) return fputs("the link is down\n", stderr), false;
  request.ifr_mtu = 1400;
  if (ioctl(fd, SIOCSIFMTU, &request) == 0) return fputs("its MTU could be changed\n", stderr), false;
  return true;
}

[[noreturn]] void wait_for_ever() {
  alarm(kSecondsToLive);
  for (;;) pause();
}

void ignore_signals() {
  for (const int each : {SIGTERM, SIGINT, SIGHUP, SIGPIPE}) signal(each, SIG_IGN);
}

// A child of another thread than the first, which only that thread's list of children shows.
void have_child_of_thread() {
  int ready[2];
  if (pipe(ready) != 0) std::exit(1);
  std::thread([ready] {
    if (fork() == 0) {
      close(ready[0]);
      close(ready[1]);
      wait_for_ever();
    }
    close(ready[1]);
    wait_for_ever();
  }).detach();
  char nothing = 0;
  while (read(ready[0], &nothing, 1) > 0) {
  }
}

void have_no_child() {}

// Twice forked, in a session of its own, deaf: nobody's child any more.
void leave_orphan(void (*have_child)() = have_no_child) {
  int ready[2];
  if (pipe2(ready, O_CLOEXEC) != 0) std::exit(1);
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      ignore_signals();
      close(ready[0]);
      have_child();
      const char now = 1;
      if (write(ready[1], &now, 1) == 1) wait_for_ever();
      _exit(1);
    }
    _exit(0);
  }
  close(ready[1]);
  char now = 0;
  if (read(ready[0], &now, 1) != 1) std::exit(1);
  wait(nullptr);
}

// 2^depth processes, all of which stay.
[[noreturn]] void bomb(int depth) {
  for (int level = 0; level < depth; ++level) fork();
  wait_for_ever();
}

int start_program() {
  char* arguments[] = {const_cast<char*>("/bin/true"), nullptr};
  pid_t child = -1;
  const int error = posix_spawn(&child, arguments[0], nullptr, nullptr, arguments, environ);
  return error == 0 ? 0 : 1;
}

int run_in_thread() {
  int seen = 0;
  std::thread([&] { seen = 7; }).join();
  return seen == 7 ? 0 : 1;
}

// A process that shares our memory but is not one of our threads: its CPU time would be nobody's.
int share_memory_with_process() {
  static char stack[64 * 1024];
  return clone([](void*) { return 0; }, stack + sizeof stack, CLONE_VM | SIGCHLD, nullptr) > 0 ? 0 : 1;
}

void say(const char* what, long value) { std::printf("%s %ld\n", what, value); }

void say_limit(const char* what, int resource) {
  rlimit limit{};
  getrlimit(static_cast<__rlimit_resource>(resource), &limit);
  if (limit.rlim_max == RLIM_INFINITY) {
    std::printf("%s unlimited\n", what);
  } else {
    say(what, static_cast<long>(limit.rlim_max));
  }
}

void say_rights() {
  say_limit("memory", RLIMIT_AS);
  say_limit("file-size", RLIMIT_FSIZE);
  say_limit("core", RLIMIT_CORE);
  say_limit("files", RLIMIT_NOFILE);
  say("uid", geteuid());
  say("no-new-privileges", prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
  errno = 0;
  setpriority(PRIO_PROCESS, 0, 5);
  say("setpriority", errno);
  errno = 0;
  ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
  say("ptrace", errno);
}

// Takes memory and writes to it; 12 when there is no more of it, 0 when all was there.
int take_memory(std::size_t mib) {
  void* memory = mmap(nullptr, mib * kMib, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return errno;
  std::memset(memory, 1, mib * kMib);
  return 0;
}

// Files of 1 MiB until the disk is full or `count` are written; says how many there were.
int fill(const std::string& folder, int count) {
  const std::string block(kMib, 'x');
  for (int i = 0; i < count; ++i) {
    const int fd = open((folder + "/fill-" + std::to_string(i)).c_str(), O_CREAT | O_WRONLY, 0600);
    const bool written = fd >= 0 && write(fd, block.data(), block.size()) == static_cast<ssize_t>(block.size());
    if (fd >= 0) close(fd);
    if (!written) {
      std::printf("%d MiB: %s\n", i, strerror(errno));
      return 0;
    }
  }
  std::printf("%d MiB\n", count);
  return 0;
}

int grow_file(const std::string& path, int mib) {
  const std::string block(kMib, 'x');
  const int fd = open(path.c_str(), O_CREAT | O_WRONLY, 0600);
  for (int i = 0; i < mib; ++i) {
    if (write(fd, block.data(), block.size()) <= 0) return errno;
  }
  return 0;
}

[[noreturn]] void flood(int fd) {
  const std::string line(4095, 'y');
  for (;;) {
    if (write(fd, (line + "\n").data(), line.size() + 1) < 0) _exit(3);
  }
}

void look(const std::string& path) {
  struct stat info {};
  std::printf("%s: %s\n", path.c_str(), stat(path.c_str(), &info) == 0 ? "seen" : strerror(errno));
}

void list(const std::string& path) {
  DIR* folder = opendir(path.c_str());
  if (folder == nullptr) return;
  while (const dirent* entry = readdir(folder)) std::puts(entry->d_name);
  closedir(folder);
}

void copy_input() {
  char buffer[4096];
  for (ssize_t got = 0; (got = read(STDIN_FILENO, buffer, sizeof buffer)) > 0;) {
    std::fwrite(buffer, 1, static_cast<std::size_t>(got), stdout);
  }
}

int act(const Arguments& arguments) {
  const std::string& what = arguments[1];
  if (what == "exit") return number(arguments, 2, 0);
  if (what == "signal") return raise(number(arguments, 2, SIGSEGV));
  if (what == "hang") wait_for_ever();
  if (what == "deaf") {
    ignore_signals();
    std::puts("deaf");
    std::fflush(stdout);
    wait_for_ever();
  }
  if (what == "orphan") return leave_orphan(), 0;
  if (what == "orphan-and-hang") {
    leave_orphan();
    std::puts("ready");
    std::fflush(stdout);
    wait_for_ever();
  }
  if (what == "thread-orphan") return leave_orphan(have_child_of_thread), 0;
  if (what == "kill-parent") return leave_orphan(), kill(getppid(), SIGKILL);
  if (what == "bomb") bomb(number(arguments, 2, 5));
  if (what == "fork") return fork() >= 0 ? 0 : 1;
  if (what == "exec") return execl("/bin/true", "true", nullptr);
  if (what == "spawn") return start_program();
  if (what == "clone") return share_memory_with_process();
  if (what == "raw") return syscall(number(arguments, 2, 0)) >= 0 ? 0 : 1;
  if (what == "thread") return run_in_thread();
  if (what == "rights") return say_rights(), 0;
  if (what == "packets") return open_packet_socket(arguments.at(2)) ? 0 : 1;
  if (what == "memory") return take_memory(static_cast<std::size_t>(number(arguments, 2, 1)));
  if (what == "fill") return fill(arguments.at(2), number(arguments, 3, 1));
  if (what == "grow") return grow_file(arguments.at(2), number(arguments, 3, 1));
  if (what == "flood") flood(number(arguments, 2, STDOUT_FILENO));
  if (what == "write") return dprintf(number(arguments, 2, STDOUT_FILENO), "%s\n", arguments.at(3).c_str()) > 0 ? 0 : 1;
  if (what == "look") return look(arguments.at(2)), 0;
  if (what == "list") return list(arguments.at(2)), 0;
  if (what == "cat") return copy_input(), 0;
  if (what == "move") return chdir(arguments.at(2).c_str()), leave_orphan(), 0;
  if (what == "where") return std::puts(getcwd(nullptr, 0)), 0;
  if (what == "environment") {
    for (char** each = environ; *each != nullptr; ++each) std::puts(*each);
    return 0;
  }
  std::fprintf(stderr, "stranger: %s is not known\n", what.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  return act(Arguments(argv, argv + argc));
}
