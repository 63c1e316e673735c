#include "wire/process_tree.hpp"

#include <dirent.h>

#include <fstream>
#include <string>

namespace lab::wire {
namespace {

std::vector<std::string> threads_of(pid_t pid) {
  std::vector<std::string> folders;
  const std::string tasks = "/proc/" + std::to_string(pid) + "/task";
  DIR* folder = opendir(tasks.c_str());
  if (folder == nullptr) return folders;
  while (const dirent* entry = readdir(folder)) {
    if (entry->d_name[0] != '.') folders.push_back(tasks + "/" + entry->d_name);
  }
  closedir(folder);
  return folders;
}

// The letter behind the name, which may itself contain brackets and spaces: the last closing bracket ends it.
char state_of(const std::string& thread) {
  std::ifstream file(thread + "/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t end = line.rfind(')');
  return end == std::string::npos || end + 2 >= line.size() ? 'X' : line[end + 2];
}

}  // namespace

std::vector<pid_t> process_and_descendants(pid_t pid) {
  std::vector<pid_t> found;
  if (pid <= 0) return found;
  found.push_back(pid);
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const std::string& thread : threads_of(found[i])) {
      std::ifstream children(thread + "/children");
      for (pid_t child = 0; children >> child;) found.push_back(child);
    }
  }
  return found;
}

bool all_threads_stopped(pid_t pid) {
  for (const std::string& thread : threads_of(pid)) {
    const char state = state_of(thread);
    if (state != 'T' && state != 'X' && state != 'Z') return false;
  }
  return true;
}

}  // namespace lab::wire
