// mutex: adding one to a counter under a lock and with one atomic instruction, alone and beside another thread that
// does the same.
#include <atomic>
#include <mutex>

#include "core/probes/context.hpp"
#include "core/probes/partner.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

constexpr std::uint64_t kOperations = 4000;  // of ours in a repetition
// A repetition in which the partner did less than this share of what we did: it was not running, or asleep while we
// took the mutex over and over. There was little contention to measure.
constexpr std::uint64_t kLeastShare = 16;
constexpr std::size_t kMostRepetitions = 1000;
constexpr std::uint64_t kPublishEvery = 16;

class alignas(128) LockedCounter {
 public:
  void add() {
    const std::lock_guard guard(mutex_);
    ++value_;
    keep(value_);
  }

 private:
  std::mutex mutex_;
  std::uint64_t value_ = 0;
};

class alignas(128) AtomicCounter {
 public:
  void add() noexcept { value_.fetch_add(1, std::memory_order_relaxed); }  // a count: nothing is published by it

 private:
  std::atomic<std::uint64_t> value_{0};
};

template <typename Counter>
Figure alone(const Budget& budget) {
  Counter counter;
  const auto adds = [&counter](std::uint64_t count) {
    for (; count > 0; --count) counter.add();
  };
  return {"", time_batches(budget, adds).quartiles(), ""};
}

// Time that passed for each operation that either thread completed: what the pair of them achieves together. A thread's
// own time would depend on who happens to win, and a mutex is not fair.
template <typename Counter>
Figure contended(const Context& context, const Budget& budget) {
  need_two_cores(context);
  Counter counter;
  alignas(128) std::atomic<std::uint64_t> partners{0};
  Partner partner(context.there(), [&](const std::atomic<bool>& stop) {
    for (std::uint64_t done = 0; !stop.load(std::memory_order_relaxed);) {  // with Partner::end
      for (std::uint64_t i = 0; i < kPublishEvery; ++i) counter.add();
      done += kPublishEvery;
      partners.store(done, std::memory_order_relaxed);  // one writer; read between repetitions
    }
  });
  partner.wait_until_running(budget);
  Samples samples;
  Samples one_sided;
  do {
    const std::uint64_t before = partners.load(std::memory_order_relaxed);
    const std::int64_t preempted = times_preempted();
    const std::uint64_t began = read_tsc();
    for (std::uint64_t i = 0; i < kOperations; ++i) counter.add();
    const double ns = ticks_to_ns(read_tsc() - began);
    const std::uint64_t theirs = partners.load(std::memory_order_relaxed) - before;
    if (theirs == 0 || times_preempted() != preempted) continue;
    (theirs >= kOperations / kLeastShare ? samples : one_sided).add(ns / static_cast<double>(kOperations + theirs));
  } while (samples.count() < kMostRepetitions && budget.left());
  partner.finish();
  const Samples& counted = samples.count() > 0 ? samples : one_sided;
  if (counted.count() == 0) throw Refused({"disturbed", ""});
  return {"", counted.quartiles(), ""};
}

}  // namespace

ProbeResult probe_mutex(const Context& context) {
  const Budget& budget = context.budget;
  ProbeResult result;
  add_figure(result, "mutex-uncontended", [&] { return alone<LockedCounter>(budget.part(0.2)); });
  add_figure(result, "mutex-contended", [&] { return contended<LockedCounter>(context, budget.part(0.5)); });
  add_figure(result, "atomic-uncontended", [&] { return alone<AtomicCounter>(budget.part(0.4)); });
  add_figure(result, "atomic-contended", [&] { return contended<AtomicCounter>(context, budget); });
  return result;
}

}  // namespace lab::probes
