// What a list of arguments asks of EAL, read with the same getopt_long(3) that EAL itself reads them with
// (lib/eal/common/eal_common_options.c), but only for the options that the task names: what nobody knows here is not
// tried on a real host either.
#pragma once

#include <getopt.h>

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "given.hpp"

namespace environment {

struct Asked {
  std::vector<unsigned> cpus;  // of the lcores, in their order
  std::optional<unsigned> memory_mib;
  std::optional<std::string> prefix;
  std::vector<std::string> devices;
  std::vector<std::string> cards;
  bool no_huge = false;
  bool in_memory = false;
  bool huge_unlink = false;
  bool no_shconf = false;
  bool no_pci = false;
  std::string complaint;  // the first thing that could not be read; empty where all could

  // Nothing of this program has a name on the host: no second one can collide with it, and nothing stays behind.
  [[nodiscard]] bool nameless() const { return no_huge ? no_shconf : in_memory; }
};

inline std::optional<unsigned> number_of(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// EAL skips blanks in front of a value: "-l 2" may be one string.
inline std::string_view without_blanks(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  return text;
}

// "1", "2-4" (three lcores) or "0@7" (lcore 0 on CPU 7).
[[gnu::noinline]] inline bool add_lcores(std::vector<unsigned>& cpus, std::string_view item) {
  if (const std::size_t at = item.find('@'); at != std::string_view::npos) {
    const auto cpu = number_of(item.substr(at + 1));
    if (!number_of(item.substr(0, at)) || !cpu) return false;
    cpus.push_back(*cpu);
    return true;
  }
  const std::size_t dash = item.find('-');
  const auto first = number_of(item.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : number_of(item.substr(dash + 1));
  constexpr unsigned kMostCpus = 4096;
  if (!first || !last || *last < *first || *last >= kMostCpus) return false;
  for (unsigned cpu = *first; cpu <= *last; ++cpu) cpus.push_back(cpu);
  return true;
}

[[gnu::noinline]] inline bool read_lcores(std::vector<unsigned>& cpus, std::string_view list) {
  cpus.clear();
  list = without_blanks(list);
  for (;;) {
    const std::size_t comma = list.find(',');
    if (!add_lcores(cpus, list.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    list.remove_prefix(comma + 1);
  }
}

[[gnu::noinline]] inline Asked read(const Arguments& arguments) {
  enum : int { kNoHuge = 256, kInMemory, kHugeUnlink, kNoShconf, kNoPci, kPrefix, kDevice, kIgnored };
  static constexpr option kLong[] = {{"allow", required_argument, nullptr, 'a'},
                                     {"lcores", required_argument, nullptr, 'l'},
                                     {"no-huge", no_argument, nullptr, kNoHuge},
                                     {"in-memory", no_argument, nullptr, kInMemory},
                                     {"huge-unlink", optional_argument, nullptr, kHugeUnlink},
                                     {"no-shconf", no_argument, nullptr, kNoShconf},
                                     {"no-pci", no_argument, nullptr, kNoPci},
                                     {"file-prefix", required_argument, nullptr, kPrefix},
                                     {"vdev", required_argument, nullptr, kDevice},
                                     {"no-telemetry", no_argument, nullptr, kIgnored},
                                     {"log-level", required_argument, nullptr, kIgnored},
                                     {nullptr, 0, nullptr, 0}};
  std::vector<std::string> copies = {"program"};
  copies.insert(copies.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(copies.size() + 1);
  for (std::string& copy : copies) argv.push_back(copy.data());
  argv.push_back(nullptr);

  Asked asked;
  const auto complain = [&](const std::string& about, const char* what) {
    if (asked.complaint.empty()) asked.complaint = '"' + about + '"' + what;
  };
  optind = 0;  // GNU: begin anew
  opterr = 0;
  const int count = static_cast<int>(copies.size());
  for (int found = 0; (found = getopt_long(count, argv.data(), "a:l:m:", kLong, nullptr)) != -1;) {
    const std::string value = optarg == nullptr ? "" : optarg;
    if (found == 'a') asked.cards.push_back(value);
    if (found == 'l' && !read_lcores(asked.cpus, value)) complain(value, " is not a list of CPUs.");
    if (found == 'm' && !(asked.memory_mib = number_of(without_blanks(value))))
      complain(value, " behind -m is not a number of MiB.");
    if (found == kNoHuge) asked.no_huge = true;
    if (found == kInMemory) asked.in_memory = true;
    if (found == kHugeUnlink) asked.huge_unlink = value.empty() || value == "always";
    if (found == kNoShconf) asked.no_shconf = true;
    if (found == kNoPci) asked.no_pci = true;
    if (found == kPrefix) asked.prefix = value;
    if (found == kDevice) asked.devices.push_back(value);
    if (found == '?') {
      const std::string culprit = optind > 0 && optind <= count ? copies[static_cast<std::size_t>(optind) - 1] : "";
      complain(culprit, " is none of the options in the task, or lacks its value.");
    }
  }
  if (optind < count) complain(copies[static_cast<std::size_t>(optind)], " is no option: EAL stops reading there.");
  return asked;
}

}  // namespace environment
