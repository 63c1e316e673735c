// lab-launch [--memory MIB] [--file-size MIB] [--processes N] [--no-aslr] [--allow-ptrace] [--packet-sockets]
//            -- program args...
//
// The innermost wrapper: takes away from the program what no exercise needs, then becomes it. Limits (setrlimit(2)),
// no new privileges, and a seccomp filter (seccomp(2)) under which starting another process is death by SIGSYS: a child
// that outlives its turn would be measured together with somebody else. Linked statically, since only the program's own
// libraries exist where it runs.
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <sched.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace {

constexpr uid_t kNobody = 65534;
constexpr rlim_t kMib = 1024 * 1024;
constexpr rlim_t kOpenFiles = 64;  // an exercise needs a handful

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#endif

struct Options {
  rlim_t memory_mib = 0;  // 0: unlimited, for sanitizers, which map terabytes of shadow
  rlim_t file_size_mib = 16;
  rlim_t processes = 0;
  bool no_aslr = false;
  bool allow_ptrace = false;    // LeakSanitizer stops its own threads with it, from a process of its own
  bool packet_sockets = false;  // may open them (packet(7)) on its own network: CAP_NET_RAW, and no other capability
  char** command = nullptr;
};

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "lab-launch: %s: %s\n", what, std::strerror(errno));
  std::exit(126);
}

[[noreturn]] void usage() {
  std::fputs(
      "usage: lab-launch [--memory MIB] [--file-size MIB] [--processes N] [--no-aslr] [--allow-ptrace] "
      "[--packet-sockets] -- program...\n",
      stderr);
  std::exit(2);
}

Options parse(int argc, char** argv) {
  Options options;
  int i = 1;
  const auto value = [&]() -> rlim_t {
    if (i + 1 >= argc) usage();
    return std::strtoull(argv[++i], nullptr, 10);
  };
  for (; i < argc && std::strcmp(argv[i], "--") != 0; ++i) {
    if (std::strcmp(argv[i], "--memory") == 0) {
      options.memory_mib = value();
    } else if (std::strcmp(argv[i], "--file-size") == 0) {
      options.file_size_mib = value();
    } else if (std::strcmp(argv[i], "--processes") == 0) {
      options.processes = value();
    } else if (std::strcmp(argv[i], "--no-aslr") == 0) {
      options.no_aslr = true;
    } else if (std::strcmp(argv[i], "--allow-ptrace") == 0) {
      options.allow_ptrace = true;
    } else if (std::strcmp(argv[i], "--packet-sockets") == 0) {
      options.packet_sockets = true;
    } else {
      usage();
    }
  }
  if (i + 1 >= argc) usage();
  options.command = argv + i + 1;
  return options;
}

void limit(int resource, rlim_t value) {
  const rlimit both{value, value};
  if (setrlimit(static_cast<__rlimit_resource>(resource), &both) != 0) fail("setrlimit");
}

// Root inside the sandbox has no capabilities beyond these two, and gives them up here: limits on processes do not hold
// for root, and nobody should have to trust a filter alone.
bool become_nobody() {
  if (geteuid() != 0) return false;
  if (setgroups(0, nullptr) != 0) return false;  // no CAP_SETGID: a sandbox of somebody else's making
  return setresgid(kNobody, kNobody, kNobody) == 0 && setresuid(kNobody, kNobody, kNobody) == 0;
}

// Leaves CAP_NET_RAW, also across execve() (the ambient set, capabilities(7)), and nothing else.
bool keep_only_packet_sockets() {
  const __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  constexpr unsigned kRaw = 1U << CAP_NET_RAW;
  const __user_cap_data_struct sets[2] = {{kRaw, kRaw, kRaw}, {0, 0, 0}};
  return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0 && syscall(SYS_capset, &header, sets) == 0 &&
         prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_RAW, 0, 0) == 0;
}

// The filter, written from top to bottom: each rule either returns or falls through to the next.
class Filter {
 public:
  Filter() {
    add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)));
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0));
    add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
#if defined(__x86_64__)
    // The x32 ABI has the same architecture and other numbers: a second door to everything below (seccomp(2)).
    add(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, __X32_SYSCALL_BIT, 0, 1));
    add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
#endif
  }

  void on(long number, unsigned action) {
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(number), 0, 1));
    add(BPF_STMT(BPF_RET | BPF_K, action));
  }

  // clone() is allowed only with `flag`: with CLONE_THREAD what it makes is charged to this process and ends with it.
  // LeakSanitizer's helper has CLONE_VM alone.
  void kill_clone_without(unsigned flag) {
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 4));
    add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[0])));
    add(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, flag, 1, 0));
    add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
    add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  }

  // ioctl() with this request does nothing and says that it did.
  void pretend_ioctl(unsigned request) {
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_ioctl, 0, 4));
    add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[1])));
    add(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, request, 0, 1));
    add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO));
    add(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)));
  }

  bool install() {
    add(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    sock_fprog program{static_cast<unsigned short>(rules_.size()), rules_.data()};
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
  }

 private:
  void add(sock_filter rule) { rules_.push_back(rule); }
  std::vector<sock_filter> rules_;
};

bool install_filter(const Options& options) {
  constexpr unsigned kDenied = SECCOMP_RET_ERRNO | EPERM;
  Filter filter;
  // glibc tries clone3 first and falls back to clone, whose flags a filter can read.
  filter.on(__NR_clone3, SECCOMP_RET_ERRNO | ENOSYS);
  filter.kill_clone_without(options.allow_ptrace ? CLONE_VM : CLONE_THREAD);
#if defined(__x86_64__)
  filter.on(__NR_fork, SECCOMP_RET_KILL_PROCESS);
  filter.on(__NR_vfork, SECCOMP_RET_KILL_PROCESS);
#endif
  // We ourselves leave through execveat, which nobody calls by accident.
  filter.on(__NR_execve, SECCOMP_RET_KILL_PROCESS);
  if (!options.allow_ptrace) filter.on(__NR_ptrace, kDenied);
  for (const long number :
       {static_cast<long>(__NR_sched_setscheduler), static_cast<long>(__NR_sched_setattr),
        static_cast<long>(__NR_setpriority), static_cast<long>(__NR_perf_event_open),
        static_cast<long>(__NR_process_vm_writev), static_cast<long>(__NR_unshare), static_cast<long>(__NR_setns),
        static_cast<long>(__NR_mount), static_cast<long>(__NR_bpf)}) {
    filter.on(number, kDenied);
  }
  if (options.packet_sockets) {
    // DPDK's driver sets a port's flags and address to what they are when it starts it, and gives up where it may not.
    // That takes CAP_NET_ADMIN, with which a program could have the kernel do its work. Nothing is lost: our links are
    // up and have their address, and a packet socket sees every frame that comes, whomever it is for.
    filter.pretend_ioctl(SIOCSIFFLAGS);
    filter.pretend_ioctl(SIOCSIFHWADDR);
  }
  return filter.install();
}

}  // namespace

int main(int argc, char** argv, char** environment) {
  const Options options = parse(argc, argv);
  const int program = open(options.command[0], O_PATH | O_CLOEXEC);
  if (program < 0) fail(options.command[0]);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, kOpenFiles);
  limit(RLIMIT_FSIZE, options.file_size_mib * kMib);
  if (options.memory_mib != 0) limit(RLIMIT_AS, options.memory_mib * kMib);
  if (options.packet_sockets) prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);  // or the change of user takes them all
  if (become_nobody() && options.processes != 0) limit(RLIMIT_NPROC, options.processes);
  if (options.packet_sockets && !keep_only_packet_sockets()) fail("keeping CAP_NET_RAW");
  if (options.no_aslr) personality(ADDR_NO_RANDOMIZE);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("no_new_privs");
  install_filter(options);  // a kernel without seccomp leaves the other limits: still better than no lab
  syscall(__NR_execveat, program, "", options.command, environment, AT_EMPTY_PATH);
  fail(options.command[0]);
}
