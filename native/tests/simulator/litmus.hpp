// Litmus tests: a few lines per thread, and the set of outcomes that the C++ memory model allows. Each is run in every
// way there is; what is seen must be exactly what is allowed.
#pragma once

#include <atomic>
#include <cstdint>

#include "lab/simulate.hpp"

namespace litmus {

using std::memory_order_acq_rel;
using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

// Two to four atomics and what was read, each 0 to 7.
struct World4 {
  std::atomic<int> x{0};
  std::atomic<int> y{0};
  std::atomic<int> z{0};
  int data = 0;
  int r[4] = {0, 0, 0, 0};
};

// An outcome is written as its digits: 10 for r[0] = 1, r[1] = 0.
class Seen {
 public:
  void add(int outcome) { times_[outcome] += 1; }
  [[nodiscard]] bool has(int outcome) const { return times_[outcome] != 0; }

 private:
  std::uint32_t times_[10000] = {};
};

// Fails unless exactly these outcomes were seen, and every run was taken.
template <int N>
void expect_exactly(lab::Check& check, const Seen& seen, const lab::Explored& explored, const int (&allowed)[N]) {
  check.expect(explored.all, "Every run should have been taken; after {} there were more.", explored.runs);
  for (int outcome = 0; outcome < 10000; ++outcome) {
    bool is_allowed = false;
    for (const int one : allowed) is_allowed = is_allowed || one == outcome;
    check.expect(is_allowed || !seen.has(outcome), "Outcome {} is forbidden, and was seen ({} runs).", outcome,
                 explored.runs);
    check.expect(!is_allowed || seen.has(outcome), "Outcome {} is allowed, and was not seen ({} runs).", outcome,
                 explored.runs);
  }
}

inline constexpr lab::Exploration kAll{.schedules = 400'000, .systematic = true};

// Runs the threads, each a function of the world, in every way; `outcome` makes a number of what is left.
template <int N, typename Outcome, typename... Threads>
void test_on(lab::SimulatedMemory memory, lab::Check& check, const int (&allowed)[N], Outcome outcome,
             Threads... threads) {
  static Seen all_seen;
  all_seen = {};
  lab::Exploration plan = kAll;
  plan.memory = memory;
  const lab::Explored explored = lab::explore(check, plan, [&](lab::World& world) {
    auto* const w = new World4;
    (world.thread("thread", [=] { threads(*w); }), ...);
    world.run();
    all_seen.add(outcome(*w));
    delete w;
  });
  expect_exactly(check, all_seen, explored, allowed);
}

template <int N, typename Outcome, typename... Threads>
void test(lab::Check& check, const int (&allowed)[N], Outcome outcome, Threads... threads) {
  test_on(lab::SimulatedMemory::kCpp, check, allowed, outcome, threads...);
}

inline int two(const World4& w) { return w.r[0] * 10 + w.r[1]; }
inline int three(const World4& w) { return two(w) * 10 + w.r[2]; }
inline int four(const World4& w) { return three(w) * 10 + w.r[3]; }

}  // namespace litmus
