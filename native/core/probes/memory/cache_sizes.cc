#include "core/probes/memory/cache_sizes.hpp"

#include <fstream>
#include <string>

namespace lab::probes {
namespace {

constexpr std::size_t kUsualL1 = 32 * 1024;
constexpr std::size_t kUsualL2 = 512 * 1024;
constexpr int kMostIndices = 8;  // there are four on most machines

// "32K" or "32M".
std::size_t parse_size(const std::string& text) {
  std::size_t at = 0;
  try {
    const std::size_t number = std::stoul(text, &at);
    if (at == text.size()) return number;
    return number * (text[at] == 'M' ? 1024 * 1024 : 1024);
  } catch (const std::exception&) {
    return 0;
  }
}

}  // namespace

CacheSizes cache_sizes(int cpu) {
  CacheSizes sizes;
  for (int index = 0; index < kMostIndices; ++index) {
    const std::string folder =
        "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cache/index" + std::to_string(index) + "/";
    int level = 0;
    std::string type;
    std::string size;
    if (!(std::ifstream(folder + "level") >> level) || !(std::ifstream(folder + "type") >> type)) continue;
    if (!(std::ifstream(folder + "size") >> size) || type == "Instruction") continue;
    if (level == 1) sizes.l1 = parse_size(size);
    if (level == 2) sizes.l2 = parse_size(size);
    if (level == 3) sizes.l3 = parse_size(size);
  }
  sizes.known = sizes.l1 > 0 && sizes.l2 > sizes.l1 && (sizes.l3 == 0 || sizes.l3 > sizes.l2);
  if (!sizes.known) return {kUsualL1, kUsualL2, 0, false};
  return sizes;
}

}  // namespace lab::probes
