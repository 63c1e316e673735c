#include "core/arm_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <utility>

#include "core/clock.hpp"
#include "core/error.hpp"

namespace lab {
namespace {

// Largest packet: an answer and its buckets.
constexpr std::size_t kPacketBytes = sizeof(Answer) + kMaxBuckets * sizeof(Bucket);
constexpr std::size_t kErrorTail = 2048;  // of standard error, for a fault's story
constexpr int kGraceMs = 500;             // for the wrapper to take its descendants down after SIGTERM

struct FileActions {
  posix_spawn_file_actions_t actions;
  FileActions() { posix_spawn_file_actions_init(&actions); }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions); }
};

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  result.reserve(strings.size() + 1);
  for (std::string& string : strings) result.push_back(string.data());
  result.push_back(nullptr);
  return result;
}

pid_t spawn(std::span<const std::string> argv, std::size_t pad, int channel, int errors) {
  FileActions files;
  posix_spawn_file_actions_addopen(&files.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files.actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&files.actions, errors, STDERR_FILENO);
  posix_spawn_file_actions_adddup2(&files.actions, channel, kChannelFd);
  std::vector<std::string> arguments(argv.begin(), argv.end());
  std::vector<std::string> environment = {"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                                          "LANG=C.UTF-8", "LAB_PAD=" + std::string(pad, 'x')};
  pid_t pid = -1;
  const int error = posix_spawn(&pid, argv[0].c_str(), &files.actions, nullptr, pointers(arguments).data(),
                                pointers(environment).data());
  if (error != 0) throw std::system_error(error, std::generic_category(), "posix_spawn " + argv[0]);
  return pid;
}

// A driver has said in a sentence what went wrong; its exit code says whose fault that is.
const char* kind_of_driver_exit(int code) {
  switch (code) {
    case kDriverSawWrongReply:
      return "wrong-reply";
    case kDriverSawNoReply:
      return "timed-out";
    case kDriverLostDut:
      return "died";
    default:
      return "machine";
  }
}

// Our end must not be 3 in this process either: dup2(3, 3) in the child would leave close-on-exec set.
int above_channel(int fd) {
  const int moved = check_syscall("fcntl", fcntl(fd, F_DUPFD_CLOEXEC, kChannelFd + 10));
  close(fd);
  return moved;
}

}  // namespace

ArmProcess::ArmProcess(std::string role, ArmKind kind, std::span<const std::string> argv, std::size_t pad)
    : role_(std::move(role)), kind_(kind) {
  int sockets[2];
  check_syscall("socketpair", socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets));
  channel_ = above_channel(sockets[0]);
  const int theirs = above_channel(sockets[1]);
  const int yes = 1;
  check_syscall("setsockopt SO_PASSCRED", setsockopt(channel_, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes));
  int pipes[2];
  check_syscall("pipe2", pipe2(pipes, O_CLOEXEC | O_NONBLOCK));  // full: the arm's writes fail, it is not held up
  errors_ = above_channel(pipes[0]);
  const int errors = above_channel(pipes[1]);
  child_ = spawn(argv, pad, theirs, errors);
  close(theirs);
  close(errors);
}

ArmProcess::~ArmProcess() {
  close(channel_);
  if (child_ > 0) {
    kill(child_, SIGTERM);  // the guard takes everything below it down
    int status = 0;
    for (int waited = 0; waitpid(child_, &status, WNOHANG) == 0; ++waited) {
      if (waited >= kGraceMs) {
        kill(child_, SIGKILL);
        waitpid(child_, &status, 0);
        break;
      }
      usleep(1000);
    }
  }
  close(errors_);
}

ArmFault ArmProcess::fault(const char* kind, std::string detail) const { return {role_, "", kind, std::move(detail)}; }

ArmFault ArmProcess::died() {
  // Whatever it said last, and how it ended, is the story.
  int status = 0;
  bool ended = false;
  for (int waited = 0; waited < kGraceMs && !ended; ++waited) {
    ended = waitpid(child_, &status, WNOHANG) == child_;
    if (!ended) usleep(1000);
  }
  std::string said;
  char buffer[4096];
  for (ssize_t got = 0; (got = read(errors_, buffer, sizeof buffer)) > 0;) {
    said.append(buffer, static_cast<std::size_t>(got));
    if (said.size() > kErrorTail) said.erase(0, said.size() - kErrorTail);
  }
  std::string how = "the program ended while it was being measured";
  if (ended) {
    child_ = -1;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (kind_ == ArmKind::kDriver) return fault(kind_of_driver_exit(code), said);
    if (code > 128) {
      how += std::string(": ") + strsignal(code - 128);
    } else {
      how += ", exit code " + std::to_string(code);
    }
  }
  return fault("died", said.empty() ? how : how + "\n" + said);
}

ArmProcess::Wait ArmProcess::wait_readable(int timeout_ms, int cancel_fd) const {
  pollfd fds[2] = {{channel_, POLLIN, 0}, {cancel_fd, POLLIN, 0}};
  for (;;) {
    const int ready = poll(fds, 2, timeout_ms);
    if (ready < 0 && errno == EINTR) continue;
    check_syscall("poll", ready);
    if (fds[1].revents != 0) return Wait::kCancelled;
    return fds[0].revents != 0 ? Wait::kReadable : Wait::kTimedOut;
  }
}

std::optional<ArmFault> ArmProcess::greet(int timeout_ms, int cancel_fd) {
  const Wait wait = wait_readable(timeout_ms, cancel_fd);
  if (wait == Wait::kCancelled) throw CancelledError();
  if (wait == Wait::kTimedOut && kind_ == ArmKind::kDriver) return fault("machine", "the load generator did not start");
  if (wait == Wait::kTimedOut) return fault("no-hello", "the program did not start within its time");
  Hello hello{};
  iovec part{&hello, sizeof hello};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  const ssize_t got = recvmsg(channel_, &message, MSG_CMSG_CLOEXEC);
  if (got <= 0) return died();
  if (got != sizeof hello || hello.magic != kHelloMagic || hello.version != kProtocolVersion) {
    return fault("forged", "the first words on the grader's channel were not the harness's");
  }
  for (cmsghdr* head = CMSG_FIRSTHDR(&message); head != nullptr; head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_CREDENTIALS) {
      ucred credentials{};
      std::memcpy(&credentials, CMSG_DATA(head), sizeof credentials);
      pid_ = kind_ == ArmKind::kDriver ? hello.measured_pid : credentials.pid;
    }
  }
  return std::nullopt;
}

std::optional<ArmFault> ArmProcess::carry(const Order& order, int timeout_ms, int cancel_fd, Carried& carried) {
  alignas(Answer) std::byte packet[kPacketBytes];
  const Moment began = read_moment();
  if (send(channel_, &order, sizeof order, MSG_NOSIGNAL) != sizeof order) return died();
  const Wait wait = wait_readable(timeout_ms, cancel_fd);
  const ssize_t got = wait == Wait::kReadable ? recv(channel_, packet, sizeof packet, MSG_TRUNC) : -1;
  const Moment ended = read_moment();
  if (wait == Wait::kCancelled) throw CancelledError();
  if (wait == Wait::kTimedOut && kind_ == ArmKind::kDriver) return fault("machine", "the load generator was held up");
  if (wait == Wait::kTimedOut) {
    return fault("timed-out", "no answer within " + std::to_string(timeout_ms) + " ms: is something waiting for ever?");
  }
  if (got <= 0) return died();

  Answer answer{};
  if (static_cast<std::size_t>(got) >= sizeof answer) std::memcpy(&answer, packet, sizeof answer);
  if (auto wrong = find_fault(answer, order, static_cast<std::size_t>(got))) return wrong;
  carried.items = answer.items;
  carried.seen = answer.seen;
  carried.wall_ns = ended.ns - began.ns;
  carried.tsc_ns = static_cast<std::int64_t>(static_cast<double>(ended.ticks - began.ticks) * 1e9 / tsc_hz());
  carried.buckets.resize(answer.bucket_count);
  std::memcpy(carried.buckets.data(), packet + sizeof answer, carried.buckets.size() * sizeof(Bucket));
  return std::nullopt;
}

std::optional<ArmFault> ArmProcess::find_fault(const Answer& answer, const Order& order, std::size_t bytes) const {
  const std::size_t expected = sizeof answer + std::size_t{answer.bucket_count} * sizeof(Bucket);
  if (answer.magic != kAnswerMagic || answer.bucket_count > kMaxBuckets || bytes != expected ||
      answer.sequence != order.sequence || answer.proof != answer_proof(order.cookie, answer.digest, answer.items)) {
    return fault("forged", "something other than the harness wrote to the grader's channel");
  }
  // On a wire items may be lost, and a driver says so; what arrived it has compared itself.
  if (kind_ == ArmKind::kDriver && answer.items <= order.items) return std::nullopt;
  if (answer.items != order.items) {
    return fault("wrong-count",
                 std::to_string(order.items) + " items went in, " + std::to_string(answer.items) + " came out");
  }
  if (answer.digest != expected_digest(order.seed, order.items)) {
    return fault("wrong-digest", "what came out is not what went in, of " + std::to_string(order.items) +
                                     " items: something was lost, repeated, swapped or torn");
  }
  return std::nullopt;
}

}  // namespace lab
