#include "core/probes/network/wire_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/error.hpp"

namespace lab::probes {
namespace {

constexpr const char* kFigures[] = {"veth-blocking", "veth-polled"};
constexpr int kLookMs = 20;             // how often a cancelled run is noticed
constexpr double kLeastSeconds = 0.01;  // when loopback has used up the time: a few round trips
constexpr double kGraceSeconds = 1.0;   // beyond its own limit, for laying the wire on a busy machine

// The running lab-probe-wire and its standard output. Killed and reaped when it goes out of scope: the kernel then
// takes its namespaces apart, and with them the cable.
class WireProcess {
 public:
  explicit WireProcess(std::vector<std::string> argv) {
    int ends[2];
    check_syscall("pipe2", pipe2(ends, O_CLOEXEC));
    output_ = ends[0];
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    std::vector<char*> arguments;
    arguments.reserve(argv.size() + 1);
    for (std::string& argument : argv) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    char* environment[] = {nullptr};
    const int error = posix_spawn(&pid_, arguments[0], &files, nullptr, arguments.data(), environment);
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    if (error != 0) {
      close(output_);
      throw std::system_error(error, std::generic_category(), "posix_spawn " + argv[0]);
    }
  }
  ~WireProcess() {
    kill(pid_, SIGKILL);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    close(output_);
  }
  WireProcess(const WireProcess&) = delete;
  WireProcess& operator=(const WireProcess&) = delete;

  // Everything that it says until it ends or its time is up.
  [[nodiscard]] std::string listen(const Budget& budget) const {
    std::string said;
    while (budget.left()) {
      pollfd waited{output_, POLLIN, 0};
      if (poll(&waited, 1, kLookMs) <= 0) continue;
      std::array<char, 512> buffer{};
      const ssize_t got = read(output_, buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      said.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return said;
  }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

// Lines of `figure NAME LOW MEDIAN HIGH` and `absent NAME CODE DETAIL…`, as harness/probe_wire.cc writes them.
void add_lines(ProbeResult& result, const std::string& said) {
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind;
    std::string name;
    words >> kind >> name;
    if (kind == "figure") {
      Quartiles value;
      if (words >> value.low >> value.median >> value.high) result.figures.push_back({name, value, ""});
    } else if (kind == "absent") {
      Refusal refusal;
      words >> refusal.code >> std::ws;
      std::getline(words, refusal.detail);
      result.absent.push_back({name, std::move(refusal)});
    }
  }
}

}  // namespace

void add_wire_figures(ProbeResult& result, const Context& context) {
  const std::size_t before = result.figures.size() + result.absent.size();
  std::string why = "lab-probe-wire said nothing";
  try {
    if (context.wire_program.empty()) throw std::system_error(ENOENT, std::generic_category(), "lab-probe-wire");
    const double seconds = std::max(kLeastSeconds, context.budget.seconds_left());
    const WireProcess process({context.wire_program, std::to_string(context.here()), std::to_string(context.there()),
                               std::to_string(seconds)});
    add_lines(result, process.listen(context.budget.extended(kGraceSeconds)));
  } catch (const std::system_error& error) {
    why = error.what();
  }
  if (result.figures.size() + result.absent.size() > before) return;
  for (const char* figure : kFigures) result.absent.push_back({figure, {"no-namespaces", why}});
}

}  // namespace lab::probes
