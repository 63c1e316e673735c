// How the choices of a run are made: at random, by priorities, one run after the other, or as they were made before.
#pragma once

#include "lab/check.hpp"
#include "pending.hpp"
#include "simulator/base/clock.hpp"
#include "simulator/base/raw.hpp"
#include "simulator/model/choice.hpp"

namespace lab::sim {

// Who could run next. The first is the thread that has just run, if it can go on.
struct Runnable {
  std::uint8_t threads[kMostThreads];
  std::uint32_t count = 0;
};

class Strategy {
 public:
  virtual std::uint32_t choose(std::uint32_t count, Choice kind) = 0;
  // An index into `runnable`, or kRedundant: every run that goes on from here has been seen in another order.
  virtual std::uint32_t choose_thread(const Runnable& runnable, const Pending* pending) = 0;
  // Whether running this thread, the only one that can, would repeat what was seen in another order.
  virtual bool redundant(std::uint8_t) { return false; }
  // The thread does now what it was about to do.
  virtual void runs(std::uint8_t, const Pending*) {}
  // The thread waits: it has to give way, whatever its priority.
  virtual void yields(std::uint8_t) {}
  static constexpr std::uint32_t kRedundant = ~0U;

 protected:
  ~Strategy() = default;
};

// Coins with one bias for a whole run: some runs switch at every step, others hardly ever.
class RandomStrategy final : public Strategy {
 public:
  void begin(std::uint64_t seed) noexcept;
  std::uint32_t choose(std::uint32_t count, Choice kind) override;
  std::uint32_t choose_thread(const Runnable& runnable, const Pending* pending) override;

 private:
  Random random_{0};
  std::uint64_t switch_one_in_ = 2;
  std::uint64_t old_one_in_ = 2;
};

// Probabilistic concurrency testing: the thread with the highest priority runs, and at a few random steps the one that
// runs falls below all others. A bug that needs d such steps is found with a known probability.
class PriorityStrategy final : public Strategy {
 public:
  void begin(std::uint64_t seed, std::uint64_t expected_steps) noexcept;
  std::uint32_t choose(std::uint32_t count, Choice kind) override { return coins_.choose(count, kind); }
  std::uint32_t choose_thread(const Runnable& runnable, const Pending* pending) override;
  void runs(std::uint8_t thread, const Pending*) override;
  void yields(std::uint8_t thread) override { priority_[thread] = --lowest_; }

 private:
  static constexpr std::uint32_t kMostChanges = 4;

  RandomStrategy coins_;
  std::int64_t priority_[kMostThreads] = {};
  std::int64_t lowest_ = 0;
  std::uint64_t change_at_[kMostChanges] = {};
  std::uint32_t changes_ = 0;
  std::uint64_t step_ = 0;
};

// Depth first through all runs, each of which is begun from the start. Orders of steps that commute are taken once
// (sleep sets: Godefroid 1996, chapter 5).
class SystematicStrategy final : public Strategy {
 public:
  void begin_first() noexcept { nodes_.clear(), begin(); }
  // False when there are no more runs.
  bool begin_next() noexcept;
  std::uint32_t choose(std::uint32_t count, Choice kind) override;
  std::uint32_t choose_thread(const Runnable& runnable, const Pending* pending) override;
  bool redundant(std::uint8_t thread) override { return ((asleep_ >> thread) & 1U) != 0; }
  void runs(std::uint8_t thread, const Pending* pending) override;

 private:
  struct Node {
    std::uint32_t chosen;
    std::uint32_t count;
    bool of_thread;
    Runnable runnable;
    std::uint8_t asleep;  // a bit for each thread: what it does next has been tried before, and nothing has changed
    std::uint8_t tried;
  };

  void begin() noexcept { depth_ = 0, asleep_ = 0; }
  [[nodiscard]] static std::uint32_t first_awake(const Node& node) noexcept;

  Vector<Node> nodes_;
  std::size_t depth_ = 0;
  std::uint8_t asleep_ = 0;
};

// Choices as they were written down; 0 where the list has come to its end. A choice that is not there any more is 0.
class ReplayStrategy final : public Strategy {
 public:
  void begin(const Vector<std::uint8_t>& tape) noexcept { tape_ = &tape, at_ = 0; }
  std::uint32_t choose(std::uint32_t count, Choice) override { return next(count); }
  std::uint32_t choose_thread(const Runnable& runnable, const Pending*) override { return next(runnable.count); }

 private:
  std::uint32_t next(std::uint32_t count) noexcept {
    const std::uint32_t choice = at_ < tape_->size() ? (*tape_)[at_] : 0;
    ++at_;
    return choice < count ? choice : 0;
  }

  const Vector<std::uint8_t>* tape_ = nullptr;
  std::size_t at_ = 0;
};

}  // namespace lab::sim
