// What is wrong: where huge pages are missing it starts a program that drives a card with --no-huge. The kernel may
// move that memory, and the card has no address for it unless an IOMMU, its driver and the release of DPDK all help.
// Why people write it: with virtual devices --no-huge always works.
// What catches it: a card, and no free page (step cards-refused).
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
  const bool needs_huge = program.shared;
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
  for (const std::string& device : program.devices) arguments.push_back("--vdev=" + device);
  return arguments;
}
