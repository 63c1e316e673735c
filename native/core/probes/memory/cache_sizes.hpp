// The data caches of a CPU, as the kernel shows them.
#pragma once

#include <cstddef>

namespace lab::probes {

struct CacheSizes {
  std::size_t l1 = 0;
  std::size_t l2 = 0;
  std::size_t l3 = 0;  // 0 where there is none
  bool known = false;  // false: usual sizes, since the kernel shows none (some virtual machines and Arm boards)

  [[nodiscard]] std::size_t last() const noexcept { return l3 == 0 ? l2 : l3; }
};

// Bytes, from /sys/devices/system/cpu/cpuN/cache (Documentation/ABI/testing/sysfs-devices-system-cpu). In a virtual
// machine they are what the hypervisor says, which need not be what the processor has.
CacheSizes cache_sizes(int cpu);

}  // namespace lab::probes
