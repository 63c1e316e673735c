// The one place from which followed calls reach the kernel. The filter lets a call pass if the instruction behind its
// `syscall` is kGateReturn's: seccomp_data's instruction_pointer, where the kernel returns to.
#pragma once

#include <cstdint>

// NOLINTNEXTLINE(bugprone-reserved-identifier): a symbol of assembly below
extern "C" char lab_faults_gate_return[];

// Carries out a system call and returns what the kernel returns: a result, or a negative errno.
extern "C" std::int64_t lab_faults_gate(std::int64_t number, std::int64_t a, std::int64_t b, std::int64_t c,
                                        std::int64_t d, std::int64_t e, std::int64_t f) noexcept;
