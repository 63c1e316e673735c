// What is wrong: option and value are one string, with a blank between them, as they stand on a command line. There is
// no shell here that would cut them apart, and EAL knows no option "--vdev net_null0". Why people write it: that is how
// one types it. What catches it: whoever reads the options (step plain); EAL itself does not start (step starts).
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "given.hpp"

inline bool is_ready_for_a_program(const Host& host, const std::string& address) {
  return std::ranges::any_of(host.cards,
                             [&](const Card& card) { return card.address == address && card.driver == "vfio-pci"; });
}

inline std::string list_of(const std::vector<unsigned>& cpus, unsigned count) {
  std::string list;
  for (unsigned i = 0; i < count; ++i) list += (i == 0 ? "" : ",") + std::to_string(cpus[i]);
  return list;
}

inline std::optional<Arguments> eal_arguments(const Host& host, const Program& program) {
  const unsigned pages = (program.memory_mib + kHugePageMib - 1) / kHugePageMib;
  const bool huge = pages <= host.huge_pages_free;
  const bool needs_huge = program.shared || !program.cards.empty();  // memory with a name, memory that a card can reach
  if (program.lcores > host.cpus.size()) return std::nullopt;
  if (needs_huge && !huge) return std::nullopt;
  if (program.shared && host.hugetlbfs.empty()) return std::nullopt;
  for (const std::string& card : program.cards) {
    if (!is_ready_for_a_program(host, card)) return std::nullopt;
  }

  Arguments arguments = {"-l", list_of(host.cpus, program.lcores), "-m", std::to_string(program.memory_mib),
                         "--file-prefix=" + program.name};
  if (!huge) arguments.emplace_back("--no-huge");
  if (huge && !program.shared) arguments.emplace_back("--in-memory");  // which --no-huge excludes
  if (program.cards.empty()) arguments.emplace_back("--no-pci");
  for (const std::string& card : program.cards) arguments.insert(arguments.end(), {"-a", card});
  for (const std::string& device : program.devices) arguments.push_back("--vdev " + device);
  return arguments;
}
