// What is wrong: it returns one string for a shell, and nobody here is a shell.
// Why people write it: guides show command lines.
// What catches it: the contract, while compiling.
#pragma once

#include <optional>
#include <string>

#include "given.hpp"

inline std::optional<std::string> eal_arguments(const Host& host, const Program& program) {
  std::string line = "-l " + std::to_string(host.cpus.front()) + " -m " + std::to_string(program.memory_mib);
  line += " --file-prefix=" + program.name + " --no-huge --no-pci";
  for (const std::string& device : program.devices) line += " --vdev=" + device;
  return line;
}
