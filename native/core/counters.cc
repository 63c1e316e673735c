#include "core/counters.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace lab {
namespace {

// One read(2) of a small /proc file, which the kernel answers whole.
std::string read_small(const char* path) {
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return {};
  char buffer[4096];
  const ssize_t length = read(fd, buffer, sizeof buffer);
  close(fd);
  return length > 0 ? std::string(buffer, static_cast<std::size_t>(length)) : std::string();
}

template <typename Visit>
void for_each_thread(pid_t pid, const char* file, Visit visit) {
  char folder[64];
  std::snprintf(folder, sizeof folder, "/proc/%d/task", pid);
  DIR* tasks = opendir(folder);
  if (tasks == nullptr) return;
  while (const dirent* entry = readdir(tasks)) {
    if (entry->d_name[0] == '.') continue;
    char path[384];
    std::snprintf(path, sizeof path, "%s/%s/%s", folder, entry->d_name, file);
    const std::string text = read_small(path);
    if (!text.empty()) visit(text);
  }
  closedir(tasks);
}

std::int64_t field_after(const std::string& text, const char* label) {
  const std::size_t at = text.find(label);
  return at == std::string::npos ? 0 : std::strtoll(text.c_str() + at + std::strlen(label), nullptr, 10);
}

// Sums the columns of `cpus` over all lines of /proc/interrupts or /proc/softirqs, whose first line names the columns.
std::int64_t sum_columns(const char* path, std::span<const int> cpus) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return 0;
  std::vector<bool> counted;
  std::istringstream heading(line);
  for (std::string name; heading >> name;) {
    bool wanted = false;
    for (const int cpu : cpus) wanted = wanted || name == "CPU" + std::to_string(cpu);
    counted.push_back(wanted);
  }
  std::int64_t sum = 0;
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    std::string label;
    fields >> label;
    std::int64_t count = 0;
    for (std::size_t column = 0; column < counted.size() && fields >> count; ++column) {
      if (counted[column]) sum += count;
    }
  }
  return sum;
}

}  // namespace

ProcessCounters read_process(pid_t pid) noexcept {
  ProcessCounters counters;
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(pid, &clock) == 0 && clock_gettime(clock, &used) == 0) {
    counters.cpu_ns = static_cast<std::int64_t>(used.tv_sec) * 1'000'000'000 + used.tv_nsec;
  }
  for_each_thread(pid, "schedstat", [&](const std::string& text) {
    char* rest = nullptr;
    std::strtoll(text.c_str(), &rest, 10);
    counters.run_delay_ns += std::strtoll(rest, nullptr, 10);
  });
  return counters;
}

SwitchCounters read_switches(pid_t pid) noexcept {
  SwitchCounters counters;
  for_each_thread(pid, "status", [&](const std::string& text) {
    counters.voluntary += field_after(text, "\nvoluntary_ctxt_switches:");
    counters.involuntary += field_after(text, "\nnonvoluntary_ctxt_switches:");
  });
  return counters;
}

MachineCounters read_machine(std::span<const int> cpus) noexcept {
  MachineCounters counters;
  std::istringstream stat(read_small("/proc/stat"));
  std::string label;
  stat >> label;
  std::int64_t value = 0;
  for (int column = 1; column <= 8 && stat >> value; ++column) {
    if (column == 8) counters.steal_ns = value * (1'000'000'000 / sysconf(_SC_CLK_TCK));
  }
  counters.interrupts = sum_columns("/proc/interrupts", cpus);
  counters.softirqs = sum_columns("/proc/softirqs", cpus);
  return counters;
}

}  // namespace lab
