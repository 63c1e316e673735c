// jitter: a thread that does nothing but look at the clock, and sees when it was not looking. What falls into a gap is
// interrupts, other threads, and in a virtual machine the host. After oslat (rt-tests) and hwlat_detector (Linux).
#include <algorithm>
#include <string>

#include "core/probes/context.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

constexpr double kWindowSeconds = 0.05;
constexpr double kGapNs = 1000;  // a loop takes some 20 ns: what is fifty times that was taken from us

struct Window {
  double largest_ns = 0;
  double lost_share = 0;  // percent of the time, in gaps of more than kGapNs
};

Window watch(double seconds) {
  const auto span = static_cast<std::uint64_t>(seconds * tsc_hz());
  const auto gap = static_cast<std::uint64_t>(kGapNs * tsc_hz() / 1e9);
  const std::uint64_t began = read_tsc();
  std::uint64_t last = began;
  std::uint64_t largest = 0;
  std::uint64_t lost = 0;
  do {
    const std::uint64_t now = read_tsc();
    const std::uint64_t passed = now - last;
    if (passed > gap) lost += passed;
    largest = std::max(largest, passed);
    last = now;
  } while (last - began < span);
  return {ticks_to_ns(largest), 100.0 * static_cast<double>(lost) / static_cast<double>(last - began)};
}

}  // namespace

ProbeResult probe_jitter(const Context& context) {
  Samples largest;
  Samples lost;
  double worst_ns = 0;
  do {
    const Window window = watch(kWindowSeconds);
    largest.add(window.largest_ns);
    lost.add(window.lost_share);
    worst_ns = std::max(worst_ns, window.largest_ns);
  } while (context.budget.left());
  ProbeResult result;
  result.figures.push_back({"largest-gap", largest.quartiles(), "worst-ns:" + std::to_string(worst_ns)});
  result.figures.push_back({"lost-share", lost.quartiles(), ""});
  return result;
}

}  // namespace lab::probes
