// What a check program (the correctness tests of one exercise) is written with. The program defines
// `lab::check_steps()`; `main`, the story and the protocol are in `native/harness/check.cc`.
//
// A step says what it does while it does it: `doing()` before a call into the learner's code, `got()` after it. Nothing
// is formatted until something goes wrong; then the learner reads the last calls and one sentence about the last of
// them, also when the call crashed or never returned.
//
// This header is compiled on every save together with the learner's code, so it includes next to nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace lab {

// Thrown by Check::fail(): ends the step. Never thrown through the learner's code.
struct StepFailed {};

// Numbers for a sentence: `{}` prints one, `{b}` prints it as true or false. At most kMost per sentence.
struct Numbers {
  static constexpr std::size_t kMost = 4;
  std::uint64_t values[kMost];
  std::uint32_t count;
};

template <typename... N>
constexpr Numbers numbers(N... values) noexcept {
  static_assert(sizeof...(N) <= Numbers::kMost);
  return {{static_cast<std::uint64_t>(values)...}, sizeof...(N)};
}

// The step that is running, as its body sees it. Sentences are string literals: only their address is kept. Its
// functions are not inlined, because a check program says a lot, and every sentence would be instrumented.
class Check {
 public:
  // Begins a new story: what is set up now, in one sentence. Forgets the calls before it.
  template <typename... N>
  [[gnu::noinline]] void scene(const char* sentence, N... values) {
    set_scene(sentence, numbers(values...));
  }

  // A call into the learner's code, and what came back. Runs of calls that count upwards are told as one.
  template <typename... N>
  [[gnu::noinline]] void doing(const char* call, N... values) {
    begin_call(call, numbers(values...));
  }
  template <typename... N>
  [[gnu::noinline]] void got(const char* outcome, N... values) {
    end_call(outcome, numbers(values...));
  }

  // Ends the step as failed unless `holds`. The sentence says what should have been, in the learner's terms.
  template <typename... N>
  void expect(bool holds, const char* sentence, N... values) {
    if (!holds) [[unlikely]]
      fail(sentence, values...);
  }
  template <typename... N>
  [[noreturn, gnu::noinline]] void fail(const char* sentence, N... values) {
    fail_with(sentence, numbers(values...));
  }

  // The same with a sentence that was made at run time; it is copied.
  [[noreturn]] void fail_saying(const char* sentence);

  // Ends the step as unjudged: this machine lacks what it takes to ask. The sentence says what. Never because of what
  // the learner's code has done.
  template <typename... N>
  [[noreturn, gnu::noinline]] void cannot_judge_here(const char* sentence, N... values) {
    end_unjudged(sentence, numbers(values...));
  }

  // Something worth knowing that never decides a verdict.
  template <typename... N>
  void advise(const char* topic, const char* sentence, N... values) {
    give_advice(topic, sentence, numbers(values...));
  }

  // Reports a number that exercise.json lists under `counts`: `amount` per `per` of something, 142 transfers per 100
  // items. A step reports each of its counts once, when nothing can fail any more; `per` is 1 or more. Only for what is
  // the same in every run and on every machine: what wavers is measured, not counted.
  void count(const char* name, std::uint64_t amount, std::uint64_t per = 1) { report_count(name, amount, per); }

  // In loops of run_together(): true when another thread's part has failed, so that waiting for it makes no sense.
  [[nodiscard]] bool stopped() const noexcept;

 private:
  void set_scene(const char* sentence, const Numbers& values);
  void begin_call(const char* call, const Numbers& values);
  void end_call(const char* outcome, const Numbers& values);
  [[noreturn]] void fail_with(const char* sentence, const Numbers& values);
  [[noreturn]] void end_unjudged(const char* sentence, const Numbers& values);
  void give_advice(const char* topic, const char* sentence, const Numbers& values);
  void report_count(const char* name, std::uint64_t amount, std::uint64_t per);
};

struct Step {
  const char* id;  // `steps` in exercise.json gives it a title in each language
  void (*body)(Check& check);
  const char* needs =
      nullptr;  // the id of an earlier step: unless that has passed, this one would only repeat its story
};

// Defined by the check program: its steps, in the order in which they are run.
std::span<const Step> check_steps() noexcept;

// What the check program was started with: of one that drives a program over a wire, that program's command.
std::span<char* const> check_arguments() noexcept;

// Ends the run because this machine cannot do what a check needs: no step has failed, and nobody is to blame.
[[noreturn]] void give_up_for_the_machine(const char* sentence) noexcept;

// --- random numbers: the same ones in every run, so that the same code gets the same answer ---

class Random {
 public:
  explicit constexpr Random(std::uint64_t seed) noexcept : state_(seed) {}
  constexpr std::uint64_t next() noexcept {  // SplitMix64 (Steele et al., OOPSLA 2014)
    state_ += 0x9e3779b97f4a7c15;
    std::uint64_t mixed = (state_ ^ (state_ >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }
  constexpr std::uint64_t below(std::uint64_t bound) noexcept { return next() % bound; }

 private:
  std::uint64_t state_;
};

// --- sequences of calls against a model ---

struct Call {
  std::uint32_t kind;    // which function; the check program numbers them
  std::uint32_t amount;  // of how many, where that means something; 1 or more
};

// Plays calls on a fresh object and holds each against the model with Check::expect().
class Player {
 public:
  virtual void play(Check& check, std::span<const Call> calls) = 0;

 protected:
  ~Player() = default;
};

// Plays every sequence over `alphabet` of 1, 2, … `longest` (at most 16) calls: what fails, fails first in its shortest
// form.
void play_all_sequences(Check& check, Player& player, std::span<const Call> alphabet, std::size_t longest);

// Plays `sequences` random ones of `length` (at most 512) calls, with amounts of 1 … `largest_amount`. One that fails
// is shrunk to a sequence in which no call can be left out, and only that is told.
struct RandomSequences {
  std::uint64_t seed;
  std::size_t sequences;
  std::size_t length;
  std::uint32_t kinds;
  std::uint32_t largest_amount;
};
void play_random_sequences(Check& check, Player& player, const RandomSequences& plan);

// --- allocations ---

struct Allocations {
  std::uint64_t made;
  std::uint64_t freed;
};
// Allocations and releases by the calling thread so far, with any allocator built on malloc. Counted in the sanitized
// profiles only; zero elsewhere.
Allocations allocations() noexcept;

// --- threads ---

struct ThreadPart {
  void (*run)(void* context);
  void* context;
};
// Runs the parts in threads of their own and waits for them. The first failure among them ends the step. With
// `one_cpu` they share a single CPU.
void run_parts(Check& check, std::span<const ThreadPart> parts, bool one_cpu);

template <typename... Parts>
void run_together(Check& check, Parts&&... parts) {
  const ThreadPart all[] = {{[](void* part) { (*static_cast<std::remove_reference_t<Parts>*>(part))(); }, &parts}...};
  run_parts(check, all, false);
}

// How a thread of a check waits for the other one: gives the CPU away at once. Speed is not the question here, and
// the machine may have one core for both.
void let_others_run() noexcept;

}  // namespace lab
