// false-sharing: two threads, each with a counter of its own; only how far apart the counters lie differs.
#include <array>
#include <atomic>
#include <cstddef>

#include "core/probes/context.hpp"
#include "core/probes/partner.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

using Counter = std::atomic<std::uint64_t>;

constexpr std::array<std::size_t, 8> kDistances = {8, 16, 32, 64, 96, 128, 192, 256};
constexpr std::size_t kSameLine = 8;
constexpr std::size_t kPadded = 256;  // no processor fetches four lines at once
constexpr std::size_t kMostRepetitions = 1000;
constexpr std::uint64_t kIncrements = 4096;
// A repetition during which the partner did less than this share of what we did shows one thread, not two.
constexpr std::uint64_t kLeastShare = 8;

// Load, add, store: what a statistics counter with one writer does. Not one locked instruction, which would cost more
// than the sharing that is to be seen.
void increment(Counter& counter, std::uint64_t times) noexcept {
  for (; times > 0; --times) {
    counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);  // one writer
  }
}

struct alignas(512) Field {
  std::array<Counter, 64> counters{};  // 512 bytes

  Counter& at(std::size_t distance) noexcept { return counters[distance / sizeof(Counter)]; }
};

Quartiles measure(const Context& context, const Budget& budget, std::size_t distance) {
  Field field;
  Counter& ours = field.at(0);
  Counter& theirs = field.at(distance);
  Partner partner(context.there(), [&theirs](const std::atomic<bool>& stop) {
    while (!stop.load(std::memory_order_relaxed)) increment(theirs, kIncrements / 16);  // with Partner::end
  });
  partner.wait_until_running(budget);
  Samples samples;
  Samples disturbed;
  do {
    const std::uint64_t partners = theirs.load(std::memory_order_relaxed);  // a count, read between repetitions
    const std::int64_t preempted = times_preempted();
    const std::uint64_t began = read_tsc();
    increment(ours, kIncrements);
    const double each = ticks_to_ns(read_tsc() - began) / static_cast<double>(kIncrements);
    const bool together = theirs.load(std::memory_order_relaxed) - partners >= kIncrements / kLeastShare &&
                          times_preempted() == preempted;
    (together ? samples : disturbed).add(each);
  } while (samples.count() < kMostRepetitions &&
           (budget.left() || samples.count() + disturbed.count() < kLeastRepetitions));
  partner.finish();
  if (samples.count() == 0) throw Refused({"disturbed", ""});
  return samples.quartiles();
}

}  // namespace

ProbeResult probe_false_sharing(const Context& context) {
  need_two_cores(context);
  ProbeResult result;
  Series series{"increment", {}};
  for (std::size_t i = 0; i < kDistances.size(); ++i) {
    const std::size_t distance = kDistances[i];
    const Budget budget = context.budget.part(1.0 / static_cast<double>(kDistances.size() - i));
    const auto measured = [&] {
      const Quartiles each = measure(context, budget, distance);
      series.points.push_back({static_cast<double>(distance), each});
      return Figure{"", each, ""};
    };
    ProbeResult others;  // distances that are points of the sweep alone
    const char* const figure = distance == kSameLine ? "same-line" : "padded";
    add_figure(distance == kSameLine || distance == kPadded ? result : others, figure, measured);
  }
  if (!series.points.empty()) result.sweep.push_back(std::move(series));
  return result;
}

}  // namespace lab::probes
