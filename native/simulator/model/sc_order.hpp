// The single order S of everything that is seq_cst (C++20 [atomics.order] 4 and 5), kept as what it must contain.
//
// The problem: S is not the order in which we happen to run things. A seq_cst load may read an old value although we
// ran the newer seq_cst store before it; that only means that S has them the other way round. Tools that take S for the
// order of execution (CDSChecker, relacy) never show such an outcome. So S is kept as a graph: an edge for every pair
// that the standard orders, and a choice of the memory is allowed as long as the graph has no cycle.
//
// The pairs: A before B in S where A strongly happens before B; and where A is coherence-ordered before B on the same
// atomic, or A stands for a seq_cst fence that happens before it, or B for one that happens after it. These are the
// rules of P0668R5, which are those of RC11 (Lahav et al., PLDI 2017).
//
// The representation: the seq_cst events of one thread are a chain in S, so a set of predecessors is one number per
// thread (the last), and a set of successors is one number per thread (the first). An edge into the newest event can
// close no cycle, so a search is needed only where something older is read or stored.
#pragma once

#include "simulator/base/clock.hpp"
#include "simulator/base/raw.hpp"

namespace lab::sim {

// Per thread the number of an event in S; numbers begin at 1. As predecessors the last, as successors the first.
using Before = Clock;
using After = Onward;

class ScOrder {
 public:
  void reset() noexcept {
    for (auto& chain : chains_) chain.clear();
    for (auto& fences : fences_) fences.clear();
    used_ = false;
  }

  // False while nothing seq_cst has happened: then nobody needs to ask.
  [[nodiscard]] bool used() const noexcept { return used_; }

  // The number that the next event of `thread` gets.
  [[nodiscard]] std::uint32_t next(std::uint32_t thread) const noexcept {
    return static_cast<std::uint32_t>(chains_[thread].size()) + 1;
  }

  // Appends an event of `thread` that comes after all of `before`.
  std::uint32_t append(std::uint32_t thread, const Before& before) noexcept {
    used_ = true;
    chains_[thread].push_back({});
    const std::uint32_t number = static_cast<std::uint32_t>(chains_[thread].size());
    for (std::uint32_t u = 0; u < kMostThreads; ++u) {
      if (u != thread && before.at[u] != 0) chains_[u][before.at[u] - 1].out.add(thread, number);
    }
    return number;
  }
  void append_fence(std::uint32_t thread, const Before& before, std::uint32_t epoch) noexcept {
    fences_[thread].push_back({epoch, append(thread, before)});
  }

  void add_edges(const Before& from, const After& to) noexcept {
    for (std::uint32_t u = 0; u < kMostThreads; ++u) {
      if (from.at[u] != 0) chains_[u][from.at[u] - 1].out.join(to);
    }
  }

  // The last seq_cst fences that happen before whoever has this clock.
  [[nodiscard]] Before fences_before(const Clock& clock) const noexcept {
    Before last;
    for (std::uint32_t u = 0; u < kMostThreads; ++u) {
      for (std::size_t i = fences_[u].size(); i-- > 0;) {
        if (fences_[u][i].epoch > clock.at[u]) continue;
        last.at[u] = fences_[u][i].number;
        break;
      }
    }
    return last;
  }

  // True when some event of `to`, or one that must come after it, is among `from`.
  [[nodiscard]] bool reaches(const After& to, const Before& from) const noexcept {
    After reached = to;
    After searched;  // per thread: from here on, everything has been followed
    for (bool more = true; more;) {
      more = false;
      for (std::uint32_t u = 0; u < kMostThreads; ++u) {
        if (reached.at[u] == 0) continue;
        if (from.at[u] >= reached.at[u]) return true;
        const std::uint32_t begin = reached.at[u];  // following an edge may find an earlier one: that is the next round
        const std::size_t end = searched.at[u] != 0 ? searched.at[u] - 1 : chains_[u].size();
        for (std::size_t i = begin - 1; i < end; ++i) {
          reached.join(chains_[u][i].out);
          more = true;
        }
        searched.add(u, begin);
      }
    }
    return false;
  }

 private:
  struct Event {
    After out;
  };
  struct Fence {
    std::uint32_t epoch;
    std::uint32_t number;
  };

  Vector<Event> chains_[kMostThreads];
  Vector<Fence> fences_[kMostThreads];
  bool used_ = false;
};

}  // namespace lab::sim
