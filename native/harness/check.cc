// `main` of every check program: runs the steps one after the other in this process and tells how each went.
//
// The learner's code is part of the process, so nothing here trusts it to come back. Each way out of a step is caught
// where it can be (check_ways_out.cc, check_sanitizer.cc, check_watchdog.cc) and becomes the step's failure; what
// cannot be caught, _exit() or SIGKILL, is seen by the reader of the channel: the step never ended.
#include <stdio.h>
#include <string.h>

#include "check_run.hpp"

namespace lab {
namespace {

constinit std::span<char* const> arguments;

constexpr size_t kMostSteps = 64;
constexpr size_t kMostCounts = 16;
constexpr char kTrespassed[] =
    "The code writes to file descriptor 3, which it has not opened: results come from the check program, and nobody "
    "else.";

constexpr char kForgedCount[] =
    "The code reports a count itself: what is counted, the check program says, and nobody else.";

constexpr char kForgedJudgement[] =
    "The code says itself that it cannot be judged here: that is the check program's to say, and nobody else's.";

// What cannot_judge_here() throws. Nobody else can: the type has no name outside of this file.
struct StepUnjudged {
  Sentence why;
};

// The running step's; the only one that may report a count, or end unjudged. Anybody can make a Check.
constinit const Check* running_check = nullptr;

// Names of what was reported. The same name twice means that the code has reported one, or that the check is wrong.
class Counts {
 public:
  [[nodiscard]] bool add(const char* name) noexcept {
    for (size_t i = 0; i < count_; ++i) {
      if (strcmp(names_[i], name) == 0) return false;
    }
    if (count_ == kMostCounts) return false;
    names_[count_++] = name;
    return true;
  }

 private:
  const char* names_[kMostCounts] = {};
  size_t count_ = 0;
};
constinit Counts reported;

// Before the constructors of static objects, which may be the learner's, and before those of the shared libraries.
void prepare() {
  open_channel();
  catch_signals();
}
__attribute__((section(".preinit_array"), used)) void (*const prepare_first)() = prepare;

class Steps {
 public:
  // Runs what can be run, and says whether nothing has failed.
  bool run(std::span<const Step> steps) {
    bool nothing_failed = true;
    for (const Step& step : steps) {
      if (step.needs != nullptr && !has_passed(step.needs)) {
        say_skipped(step);
        continue;
      }
      const Outcome outcome = run_one(step);
      if (outcome == Outcome::kPassed && count_ < kMostSteps) passed_[count_++] = step.id;
      if (outcome == Outcome::kFailed) nothing_failed = false;
    }
    return nothing_failed;
  }

 private:
  enum class Outcome { kPassed, kFailed, kUnjudged };

  [[nodiscard]] bool has_passed(const char* id) const noexcept {
    for (size_t i = 0; i < count_; ++i) {
      if (strcmp(passed_[i], id) == 0) return true;
    }
    return false;
  }

  static Outcome run_one(const Step& step) {
    Story& story = my_story();
    story.begin(nullptr, {});
    say_started(step);
    try {
      Check check;
      running_check = &check;
      step.body(check);
      running_check = nullptr;
      if (channel_was_trespassed()) fail_step(kTrespassed, {});
      say_passed();
      return Outcome::kPassed;
    } catch (const StepUnjudged& unjudged) {
      say_unjudged(unjudged.why);
      return Outcome::kUnjudged;
    } catch (const StepFailed&) {  // the story knows
    } catch (...) {
      conclude_with_exception();
    }
    say_failed(story, story.conclusion());
    return Outcome::kFailed;
  }

  const char* passed_[kMostSteps] = {};
  size_t count_ = 0;
};

void refuse_replaced_options() noexcept {
  const char* const name = replaced_sanitizer_options();
  if (name == nullptr) return;
  Sentence sentence;
  sentence.add("The code defines ")
      .add(name)
      .add(": what the sanitizer looks for is not the code's to say. Remove it.");
  say_last_words(my_story(), sentence);
  end_process(kSomethingFailed);
}

}  // namespace

void fail_step(const char* sentence, const Numbers& values) {
  my_story().conclude(sentence, values);
  throw StepFailed{};
}

void Check::set_scene(const char* sentence, const Numbers& values) { my_story().begin(sentence, values); }
void Check::begin_call(const char* call, const Numbers& values) { my_story().begin_call(call, values); }
void Check::end_call(const char* outcome, const Numbers& values) { my_story().end_call(outcome, values); }

void Check::fail_with(const char* sentence, const Numbers& values) { fail_step(sentence, values); }

void Check::fail_saying(const char* sentence) {
  Sentence copied;
  my_story().conclude(copied.add_foreign(sentence, strlen(sentence)));
  throw StepFailed{};
}

std::span<char* const> check_arguments() noexcept { return arguments; }

void give_up_for_the_machine(const char* sentence) noexcept {
  say_machine_fault(sentence);
  end_process(kMachineFault);
}

void Check::end_unjudged(const char* sentence, const Numbers& values) {
  if (this != running_check) fail_step(kForgedJudgement, {});
  Sentence why;
  why.add_sentence(sentence, values);
  throw StepUnjudged{why};
}

void Check::give_advice(const char* topic, const char* sentence, const Numbers& values) {
  Sentence advice;
  say_advice(topic, advice.add_sentence(sentence, values));
}

void Check::report_count(const char* name, std::uint64_t amount, std::uint64_t per) {
  if (this != running_check || per == 0 || !reported.add(name)) fail_step(kForgedCount, {});
  say_count(name, amount, per);
}

}  // namespace lab

int main(int argc, char** argv) {
  using namespace lab;
  arguments = std::span(argv, static_cast<size_t>(argc)).subspan(1);
  const std::span<const Step> steps = check_steps();
  say_hello(steps.size());
  refuse_replaced_options();
  catch_ways_out();
  count_allocations();
  start_watchdog();
  const bool nothing_failed = Steps().run(steps);
  const bool said = say_done();
  fflush(nullptr);
  end_process(nothing_failed && said ? 0 : kSomethingFailed);
}
