// The program that is timed, as far as it can be counted: optimized, with bursts.
#include "answered.hpp"

namespace {

using lab::Check;
using tuned::Answered;

// --- under-load ---

// Bursts of 100: how many calls to the kernel does a datagram take, receiving, answering and being told together?
void under_load(Check& check) {
  constexpr int kBursts = 10;
  Answered answered(check);
  for (int burst = 0; burst < kBursts; ++burst) {
    answered.arrive(100, 64);
    answered.turn();
    answered.expect_answered();
  }
  check.count("system-calls", lab::faults::counts().all(), answered.answered());
}

// --- burst ---

// How many datagrams of one byte a socket of ours holds that has asked for nothing.
std::size_t held_by_default(Check& check) {
  const lab::UdpSocket ours(check);
  const lab::UdpSocket source(check);
  source.connect_to(check, ours);
  std::size_t held = 0;
  constexpr std::size_t kMost = 100'000;
  for (char byte = 0; held < kMost && ours.drops() == 0; ++held) send(source.fd(), &byte, 1, 0);
  return held - 1;
}

// A burst of 1.6 times what the kernel's default queue holds, while the server is busy elsewhere. The kernel grants
// twice what is asked for, up to twice net.core.rmem_max; so there is room for this everywhere.
void burst(Check& check) {
  const std::size_t count = held_by_default(check) * 8 / 5;
  Answered answered(check, {}, std::size_t{64} << 20);
  answered.arrive(count, 1);
  answered.turn();
  check.count("lost", answered.waiting(), count);
}

constexpr lab::Step kSteps[] = {{"under-load", under_load}, {"burst", burst, "under-load"}};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
