// What the native tests are written with: sentences that hold or do not, and programs run to their end.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace testing {

inline int failures = 0;

// Throws when something that must hold does not; `story` says what was seen instead.
inline void expect(bool holds, const std::string& story) {
  if (!holds) throw std::runtime_error(story);
}

template <typename Body>
void it(const char* sentence, Body body) {
  try {
    body();
    std::printf("ok    %s\n", sentence);
  } catch (const std::exception& error) {
    ++failures;
    std::printf("FAIL  %s\n      %s\n", sentence, error.what());
  }
  std::fflush(stdout);
}

inline int exit_code() { return failures == 0 ? 0 : 1; }

// Far beyond what any of this takes, far below the test's own limit.
inline constexpr int kPatienceMs = 20'000;

// How a program ended, and whether everything that held its standard output has ended too.
struct Ran {
  int code = -1;
  int signal = 0;
  std::string out;
  std::string status;  // what came on file descriptor 4
  bool all_gone = false;

  [[nodiscard]] std::string story() const {
    return "exit " + std::to_string(code) + ", signal " + std::to_string(signal) + ", said \"" + out + "\", status \"" +
           status + "\", " + (all_gone ? "nobody left" : "somebody is left");
  }
};

// Reads until the last holder of the other end is gone; false when that takes too long.
inline bool read_to_end(int fd, std::string& text) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(kPatienceMs);
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd waited{fd, POLLIN, 0};
    if (left.count() <= 0 || poll(&waited, 1, static_cast<int>(left.count())) == 0) return false;
    char buffer[4096];
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return true;
    text.append(buffer, static_cast<std::size_t>(got));
  }
}

// A started program, its standard output and its file descriptor 4.
class Program {
 public:
  static constexpr int kStatusFd = 4;

  explicit Program(std::vector<std::string> argv) {
    int out[2];
    int status[2];
    // Above everything that the child's own descriptors are moved to.
    if (pipe2(out, O_CLOEXEC) != 0 || pipe2(status, O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
    const int theirs = fcntl(out[1], F_DUPFD_CLOEXEC, 10);
    const int their_status = fcntl(status[1], F_DUPFD_CLOEXEC, 10);
    close(out[1]);
    close(status[1]);
    out_ = fcntl(out[0], F_DUPFD_CLOEXEC, 10);
    status_ = fcntl(status[0], F_DUPFD_CLOEXEC, 10);
    close(out[0]);
    close(status[0]);
    std::vector<char*> arguments;
    for (std::string& argument : argv) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      dup2(theirs, STDOUT_FILENO);
      dup2(their_status, kStatusFd);
      execv(arguments[0], arguments.data());
      _exit(127);
    }
    close(theirs);
    close(their_status);
  }
  ~Program() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    close(out_);
    close(status_);
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }

  // Waits for a whole line.
  std::string line() {
    std::string text;
    for (char letter = 0; read(out_, &letter, 1) == 1 && letter != '\n';) text += letter;
    return text;
  }

  Ran finish() {
    Ran ran;
    ran.all_gone = read_to_end(out_, ran.out) && read_to_end(status_, ran.status);
    if (!ran.all_gone) return ran;  // the destructor kills what we know of
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    if (WIFEXITED(status)) ran.code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) ran.signal = WTERMSIG(status);
    return ran;
  }

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  int status_ = -1;
};

inline Ran run(std::vector<std::string> argv) { return Program(std::move(argv)).finish(); }

}  // namespace testing
