#include "wire/dut.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "core/clock.hpp"
#include "core/counters.hpp"
#include "core/error.hpp"
#include "harness/dut_protocol.hpp"
#include "wire/process_tree.hpp"

namespace lab::wire {
namespace {

constexpr int kGraceMs = 500;                  // for the guard to take everything below it down
constexpr int kFreezeMs = 100;                 // a running thread is stopped at its next interrupt: some microseconds
constexpr std::size_t kErrorTail = 16 * 1024;  // a sanitizer's report is some 4 KiB

// Above 3 and the standard ones, so that no dup2() below meets its own source.
int out_of_the_way(int fd) {
  const int moved = check_syscall("fcntl", fcntl(fd, F_DUPFD_CLOEXEC, kDutChannelFd + 10));
  close(fd);
  return moved;
}

}  // namespace

Dut::Dut(const Wire* wire, const Sides* sides, const DutPlan& plan) {
  int sockets[2];
  check_syscall("socketpair", socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets));
  channel_ = out_of_the_way(sockets[0]);
  const int theirs = out_of_the_way(sockets[1]);
  const int yes = 1;
  check_syscall("setsockopt SO_PASSCRED", setsockopt(channel_, SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes));
  int pipes[2];
  check_syscall("pipe2", pipe2(pipes, O_CLOEXEC | O_NONBLOCK));  // full: its writes fail, it is not held up
  errors_fd_ = out_of_the_way(pipes[0]);
  const int errors = out_of_the_way(pipes[1]);
  start(wire, sides, plan, theirs, errors);
  close(theirs);
  close(errors);
}

Dut::~Dut() {
  close(channel_);
  if (guard_ > 0) {
    kill(guard_, SIGTERM);
    if (pid_ > 0) kill(pid_, SIGKILL);  // frozen or not
    if (!has_ended(kGraceMs)) {
      kill(guard_, SIGKILL);
      waitpid(guard_, nullptr, 0);
    }
  }
  close(errors_fd_);
}

Complaint Dut::wait_until_ready(int timeout_ms) {
  pollfd waited{channel_, POLLIN, 0};
  if (check_syscall("poll", poll(&waited, 1, timeout_ms)) == 0) {
    return "The program does not say within " + std::to_string(timeout_ms / 1000) +
           " s that it is ready: its constructor waits for something, or loops for ever.";
  }
  Note note{};
  iovec part{&note, sizeof note};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(ucred))];
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  const ssize_t got = recvmsg(channel_, &message, MSG_CMSG_CLOEXEC);
  if (got <= 0) return "Before it was ready: " + obituary();
  if (got != sizeof note || note.magic != kReadyMagic) {
    return "The program returns before it was told to: it has to go on until it is asked to stop.";
  }
  const cmsghdr* const head = CMSG_FIRSTHDR(&message);
  if (head != nullptr && head->cmsg_type == SCM_CREDENTIALS) {
    ucred credentials{};
    std::memcpy(&credentials, CMSG_DATA(head), sizeof credentials);
    pid_ = credentials.pid;
  }
  return std::nullopt;
}

Complaint Dut::stop(int timeout_ms) {
  thaw();
  if (Complaint early = ended_early()) return early;
  const Note note{kStopMagic, kDutVersion};
  send(channel_, &note, sizeof note, MSG_NOSIGNAL);
  if (!has_ended(timeout_ms)) {
    return "It was told to stop, and was still running " + std::to_string(timeout_ms) +
           " ms later: every wait has to end when `stop` asks for it.";
  }
  if (WIFEXITED(status_) && WEXITSTATUS(status_) == 0) return std::nullopt;
  return obituary();
}

Complaint Dut::wait_until_ended(int timeout_ms) {
  if (!has_ended(timeout_ms)) return "It was still running " + std::to_string(timeout_ms) + " ms later.";
  if (WIFEXITED(status_) && WEXITSTATUS(status_) == 0) return std::nullopt;
  return obituary();
}

Complaint Dut::ended_early() {
  Note note{};
  const ssize_t got = recv(channel_, &note, sizeof note, MSG_DONTWAIT);
  if (got == sizeof note && note.magic == kStoppedMagic) {
    return "The program returned although nobody had asked it to stop: it has to go on, whatever comes.";
  }
  if (got == 0 || has_ended(0)) return obituary();
  return std::nullopt;
}

bool Dut::has_ended(int timeout_ms) {
  for (int waited = 0; !stopped_; ++waited) {
    stopped_ = waitpid(guard_, &status_, WNOHANG) == guard_;
    if (stopped_) guard_ = -1;
    if (stopped_ || waited >= timeout_ms) break;
    usleep(1000);
  }
  return stopped_;
}

bool Dut::freeze() const {
  const std::vector<pid_t> all = process_and_descendants(pid_);
  for (const pid_t pid : all) kill(pid, SIGSTOP);
  for (int waited = 0; waited < kFreezeMs * 20; ++waited) {
    bool stopped = true;
    for (const pid_t pid : all) stopped = stopped && all_threads_stopped(pid);
    if (stopped) return true;
    usleep(50);
  }
  return false;
}

void Dut::thaw() const {
  if (pid_ <= 0) return;
  for (const pid_t pid : process_and_descendants(pid_)) kill(pid, SIGCONT);
}

std::int64_t Dut::cpu_ns() const noexcept { return pid_ > 0 ? read_process(pid_).cpu_ns : 0; }

std::uint64_t Dut::cpu_percent_over(unsigned milliseconds) const {
  if (pid_ <= 0) return 0;
  const ProcessCounters before = read_process(pid_);
  const std::int64_t began = monotonic_raw_ns();
  usleep(milliseconds * 1000);
  const std::int64_t wall = monotonic_raw_ns() - began;
  const ProcessCounters after = read_process(pid_);
  const std::int64_t used = after.cpu_ns - before.cpu_ns;
  const std::int64_t waited = after.run_delay_ns - before.run_delay_ns;
  const auto had = std::max<std::int64_t>({wall - waited, used, 1});
  return static_cast<std::uint64_t>(used * 100 / had);
}

const std::string& Dut::errors() {
  char buffer[4096];
  for (ssize_t got = 0; (got = read(errors_fd_, buffer, sizeof buffer)) > 0;) {
    errors_.append(buffer, static_cast<std::size_t>(got));
    if (errors_.size() > 2 * kErrorTail) errors_.erase(0, errors_.size() - kErrorTail);
  }
  return errors_;
}

std::string Dut::obituary() {
  if (!has_ended(kGraceMs)) return "It has closed a file descriptor that is not its own.";
  return tell_ending(status_, errors());
}

}  // namespace lab::wire
