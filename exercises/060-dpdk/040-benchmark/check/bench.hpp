// A search on the bench: its trials are told and written down, its rates and lengths are looked at, and it may not go
// on for ever. Its answer is held against its own trials.
#pragma once

#include <cmath>
#include <stdexcept>

#include "contract.hpp"
#include "lab/check.hpp"
#include "record.hpp"

namespace rate_search {

using lab::Check;

// Ends a search from inside a trial; nothing of it reaches a story.
struct SearchEnded {};

class Told final : public Trials {
 public:
  // `most_seconds`: of trials, in all.
  Told(Check& check, Trials& device, const Goal& goal, double most_seconds)
      : check_(check), device_(device), record_(goal), most_seconds_(most_seconds) {}

  Trial run(double rate, double seconds) override {
    const Goal& goal = record_.goal();
    if (!(rate >= goal.min_rate && rate <= goal.max_rate)) throw_out(Fault::kRate, rate);
    if (!(seconds >= kShortest && seconds <= kLongest)) throw_out(Fault::kLength, seconds * kMilli);
    // As asked for: a machine that takes longer is not the search's fault.
    asked_seconds_ += seconds;
    if (asked_seconds_ > most_seconds_ || record_.trials() >= kMostTrials) throw_out(Fault::kEndless, 0);
    check_.doing("trials.run({} frames/s, {} ms)", rounded(rate), rounded(seconds * kMilli));
    const Trial trial = device_.run(rate, seconds);
    record_.add(rate, trial);
    const auto sent_rate = rounded(static_cast<double>(trial.sent) / trial.seconds);
    if (sent_rate * kClear < rounded(rate) * (kClear - 1)) {
      check_.got(" -> {} lost; only {} frames/s were sent", trial.lost, sent_rate);
    } else {
      check_.got(" -> {} lost", trial.lost);
    }
    return trial;
  }

  // The search's answer, or the end of the step.
  Found search() {
    const Found found = started();
    switch (fault_) {
      case Fault::kRate:
        check_.fail("Then it wants a trial at {} frames/s: rates are from {} to {}, the goal says.", offending(),
                    rounded(record_.goal().min_rate), rounded(record_.goal().max_rate));
      case Fault::kLength:
        check_.fail("Then it wants a trial of {} ms: trials are from 10 ms to 100 s long.", offending());
      case Fault::kEndless:
        check_.fail("After {} trials and {} s of trial time there is still no answer: what ends this search?",
                    record_.trials(), rounded(record_.seconds()));
      case Fault::kNone:
        break;
    }
    tell(found);
    return found;
  }

  // Whether the answer follows from the search's own trials, by the goal.
  void expect_it_follows(const Found& found) const;

  [[nodiscard]] const Record& record() const { return record_; }

 private:
  enum class Fault { kNone, kRate, kLength, kEndless };
  static constexpr double kShortest = 0.01;
  static constexpr double kLongest = 100;
  static constexpr double kMilli = 1000;
  static constexpr std::uint64_t kMostTrials = 200'000;
  static constexpr std::uint64_t kClear = 200;  // half a percent less than was asked for is worth a word

  static std::uint64_t rounded(double number) { return static_cast<std::uint64_t>(std::llround(number)); }
  [[nodiscard]] std::uint64_t offending() const {
    return offending_ > 0 && offending_ < 1e18 ? rounded(offending_) : 0;
  }

  [[noreturn]] void throw_out(Fault fault, double number) {
    fault_ = fault;
    offending_ = number;
    throw SearchEnded{};
  }

  Found started() {
    try {
      return find_loss_free_rate(*this, record_.goal());
    } catch (const SearchEnded&) {
      return {0, Limit::kNothing};
    }
  }

  void tell(const Found& found) {
    const bool sane = found.rate >= 0 && found.rate < 1e18;
    check_.doing("It returns");
    switch (found.limit) {
      case Limit::kLoss:
        check_.got(" {} frames/s, kLoss", sane ? rounded(found.rate) : 0);
        break;
      case Limit::kMaximum:
        check_.got(" {} frames/s, kMaximum", sane ? rounded(found.rate) : 0);
        break;
      case Limit::kGenerator:
        check_.got(" {} frames/s, kGenerator", sane ? rounded(found.rate) : 0);
        break;
      case Limit::kNothing:
        check_.got(" {} frames/s, kNothing", sane ? rounded(found.rate) : 0);
        break;
      default:
        check_.fail("That is no Limit.");
    }
    check_.expect(sane, "That is no rate: not a number, or below zero, or beyond all bounds.");
  }

  Check& check_;
  Trials& device_;
  Record record_;
  double most_seconds_;
  double asked_seconds_ = 0;
  Fault fault_ = Fault::kNone;
  double offending_ = 0;
};

inline void Told::expect_it_follows(const Found& found) const {
  const Goal& goal = record_.goal();
  Check& check = check_;
  if (found.limit == Limit::kNothing) {
    check.expect(found.rate == 0, "kNothing goes with a rate of 0.");
    check.expect(record_.minimum_is_bad(),
                 "Nothing is good only where goal.min_rate, {} frames/s, is not: its trials do not say so.",
                 rounded(goal.min_rate));
    return;
  }
  check.expect(found.rate <= record_.most_sent() * (1 + goal.width / 4),
               "So much was never sent: the most was {} frames/s.", rounded(record_.most_sent()));
  const std::optional<Record::Asked> asked = record_.load_of(found.rate);
  check.expect(asked.has_value(), "There was no trial at {} frames/s: an answer is a load that was tried.",
               rounded(found.rate));
  const std::uint64_t good = rounded(asked->load.good * kMilli);
  const std::uint64_t bad = rounded(asked->load.bad * kMilli);
  const Bound bound = asked->load.classify(goal);
  check.expect(bound != Bound::kUpper, "{} ms of its trials there are good, and {} ms are not: that load is no good.",
               good, bad);
  check.expect(bound == Bound::kLower,
               "{} ms of full trials there are good, and {} ms are not: of {} ms in all that decides nothing yet.",
               good, bad, rounded(goal.sum_seconds * kMilli));
  if (const std::optional<double> below = record_.loses_below(asked->rate)) {
    check.fail("By its own trials {} frames/s, which is less, is no good: then nothing above it is.", rounded(*below));
  }
  if (found.limit == Limit::kLoss) {
    check.expect(record_.loses_just_above(asked->rate),
                 "None of its loads up to {} frames/s is known to be bad: the answer could be higher.",
                 rounded(asked->rate / (1 - goal.width)));
  } else if (found.limit == Limit::kMaximum) {
    check.expect(found.rate >= goal.max_rate * (1 - goal.width), "That is not the maximum, which is {} frames/s.",
                 rounded(goal.max_rate));
  } else {
    check.expect(asked->was_short(goal), "The generator has sent what it was asked for there.");
  }
}

}  // namespace rate_search
