// Sequences of calls against a model: all short ones, and random ones of which a failing one is made small.
#include "check_run.hpp"

namespace lab {
namespace {

constexpr size_t kMostShort = 16;
constexpr size_t kMostRandom = 512;
constexpr size_t kMostReplays = 4000;  // shrinking ends by itself long before; a bound for code that fails at random

// A sequence that fails, and the search for a smaller one.
class Shrinking {
 public:
  Shrinking(Check& check, Player& player, std::span<const Call> calls) : check_(check), player_(player) {
    for (const Call& call : calls) calls_[size_++] = call;
  }

  [[nodiscard]] std::span<const Call> calls() const noexcept { return {calls_, size_}; }

  void run() {
    for (bool smaller = true; smaller;) {
      smaller = false;
      for (size_t length = size_ / 2; length > 0; length /= 2) smaller = leave_out(length) || smaller;
      smaller = reduce_amounts() || smaller;
    }
  }

 private:
  bool fails(std::span<const Call> calls) {
    if (++replays_ > kMostReplays) return false;
    try {
      player_.play(check_, calls);
      return false;
    } catch (const StepFailed&) {
      return true;
    }
  }

  bool leave_out(size_t length) {
    bool any = false;
    for (size_t from = 0; from + length <= size_;) {
      Call rest[kMostRandom];
      size_t kept = 0;
      for (size_t i = 0; i < size_; ++i) {
        if (i < from || i >= from + length) rest[kept++] = calls_[i];
      }
      if (!fails({rest, kept})) {
        from += length;
        continue;
      }
      for (size_t i = 0; i < kept; ++i) calls_[i] = rest[i];
      size_ = kept;
      any = true;
    }
    return any;
  }

  bool reduce_amounts() {
    bool any = false;
    for (size_t i = 0; i < size_; ++i) {
      for (const uint32_t step : {calls_[i].amount / 2, 1U}) {
        while (step != 0 && calls_[i].amount > step) {
          calls_[i].amount -= step;
          if (!fails(calls())) {
            calls_[i].amount += step;
            break;
          }
          any = true;
        }
      }
    }
    return any;
  }

  Check& check_;
  Player& player_;
  Call calls_[kMostRandom];
  size_t size_ = 0;
  size_t replays_ = 0;
};

[[noreturn]] void tell_smallest(Check& check, Player& player, std::span<const Call> calls) {
  Shrinking shrinking(check, player, calls);
  shrinking.run();
  player.play(check, shrinking.calls());
  fail_step(
      "These {} calls have failed before and went well when they were repeated: what the ring does depends on "
      "something outside of it.",
      numbers(shrinking.calls().size()));
}

}  // namespace

void play_all_sequences(Check& check, Player& player, std::span<const Call> alphabet, std::size_t longest) {
  if (longest > kMostShort) longest = kMostShort;
  for (size_t length = 1; length <= longest; ++length) {
    size_t letters[kMostShort] = {};
    Call calls[kMostShort];
    for (size_t at = 0; at < length;) {
      for (size_t i = 0; i < length; ++i) calls[i] = alphabet[letters[i]];
      player.play(check, {calls, length});
      for (at = 0; at < length && ++letters[at] == alphabet.size(); ++at) letters[at] = 0;  // counts up
    }
  }
}

void play_random_sequences(Check& check, Player& player, const RandomSequences& plan) {
  Random random(plan.seed);
  const size_t length = plan.length < kMostRandom ? plan.length : kMostRandom;
  Call calls[kMostRandom];
  for (size_t sequence = 0; sequence < plan.sequences; ++sequence) {
    for (size_t i = 0; i < length; ++i) {
      calls[i].kind = static_cast<uint32_t>(random.below(plan.kinds));
      calls[i].amount = 1 + static_cast<uint32_t>(random.below(plan.largest_amount));
    }
    try {
      player.play(check, {calls, length});
    } catch (const StepFailed&) {
      tell_smallest(check, player, {calls, length});
    }
  }
}

}  // namespace lab
