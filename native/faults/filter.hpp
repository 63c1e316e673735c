// The seccomp filter that hands followed calls to the SIGSYS handler.
#pragma once

#include <cstdint>

namespace lab::faults {

// Installs the filter in all threads of the process, for good. Calls from `gate_return` pass. False when the kernel
// refuses.
bool install_filter(std::uint64_t gate_return) noexcept;

}  // namespace lab::faults
