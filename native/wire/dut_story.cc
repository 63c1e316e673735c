// How a program ended, told to whoever wrote it.
#include <sys/wait.h>

#include <cstring>

#include "wire/dut.hpp"

namespace lab::wire {
namespace {

constexpr std::size_t kLongestLine = 240;  // more of a line would not be read

// The first line that contains `what`, from `what` on.
std::string from(const std::string& text, const char* what) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos) return {};
  return text.substr(at, std::min(text.find('\n', at) - at, kLongestLine));
}

std::string whole_line_with(const std::string& text, const char* what) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos) return {};
  const std::size_t before = text.rfind('\n', at);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return text.substr(begin, std::min(text.find('\n', at) - begin, kLongestLine));
}

std::string last_line(const std::string& text) {
  const std::size_t end = text.find_last_not_of(" \n");
  if (end == std::string::npos) return {};
  const std::size_t before = text.rfind('\n', end);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return text.substr(begin, std::min(end + 1 - begin, kLongestLine));
}

// `AddressSanitizer: heap-buffer-overflow echo_server.hpp:41 in EchoServer::run`, out of a whole report.
std::string sanitizer_finding(const std::string& errors) {
  for (const char* const sanitizer : {"AddressSanitizer", "ThreadSanitizer", "LeakSanitizer"}) {
    const std::string summary = from(errors, (std::string("SUMMARY: ") + sanitizer).c_str());
    if (!summary.empty()) return summary.substr(std::strlen("SUMMARY: "));
  }
  return whole_line_with(errors, "runtime error: ");  // UndefinedBehaviorSanitizer's reports are one line
}

const char* by_signal(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "It crashed: it touched memory that is not its own (SIGSEGV).";
    case SIGBUS:
      return "It crashed: it touched memory that is not there (SIGBUS).";
    case SIGABRT:
      return "It gave up: abort() was called, by an assertion for example (SIGABRT).";
    case SIGFPE:
      return "It crashed: a division by zero, or another impossible calculation (SIGFPE).";
    case SIGILL:
      return "It crashed: an instruction that does not exist, often a function without return (SIGILL).";
    case SIGSYS:
      return "It tried to start another process, or something else that an exercise has no need of. It was ended.";
    case SIGKILL:
      return "It was killed: it used more memory than an exercise may.";
    case SIGPIPE:
      return "It wrote to something that nobody reads any more (SIGPIPE).";
    default:
      return nullptr;
  }
}

}  // namespace

std::string tell_ending(int wait_status, const std::string& errors) {
  const std::string finding = sanitizer_finding(errors);
  if (!finding.empty()) return "It was ended by " + finding + ".";
  int code = WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 0;
  int signal = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
  if (code > 128) signal = code - 128;  // as the sandbox and the guard report a signal
  if (signal != 0) {
    const char* const known = by_signal(signal);
    return known != nullptr ? known : "It was ended by signal " + std::to_string(signal) + ".";
  }
  const std::string said = last_line(errors);
  if (code == 0) return "It ended by itself, although nobody had asked it to: exit() has no place here.";
  return "It ended with exit code " + std::to_string(code) + (said.empty() ? "." : ", and said: " + said);
}

}  // namespace lab::wire
