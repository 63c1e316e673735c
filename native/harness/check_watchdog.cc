// Ends a run that does not end by itself. A thread rather than alarm(2): ThreadSanitizer holds signals back until the
// interrupted thread calls something that waits, and a loop in the learner's code calls nothing.
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "check_run.hpp"

namespace lab {
namespace {

constexpr uint64_t kDefaultSeconds = 20;
// What a single call gets, of time in which this thread has been running, too. A call moves a few KiB; a thousand times
// slower than the slowest honest one is still far below that, and nobody likes to wait longer after every save.
constexpr uint64_t kCallSeconds = 5;
constexpr uint64_t kTickMs = 100;

uint64_t allowed_seconds() noexcept {
  const char* const given = getenv("LAB_CHECK_SECONDS");
  const uint64_t seconds = given != nullptr ? strtoull(given, nullptr, 10) : 0;
  return seconds != 0 ? seconds : kDefaultSeconds;
}

[[noreturn]] void end_call(const Story& story, uint64_t seconds) noexcept {
  Sentence sentence;
  story.add_culprit(sentence);
  sentence.add(" has not returned after ").add_number(seconds).add(" s: it waits inside, or loops for ever.");
  say_last_words(story, sentence);
  end_process(kTimeIsUp);
}

[[noreturn]] void end_run(uint64_t seconds) noexcept {
  for (size_t i = 0; i <= kMostParts; ++i) {
    if (story_of(i).open()) end_call(story_of(i), seconds);
  }
  Sentence sentence;
  sentence.add("Not finished after ").add_number(seconds);
  sentence.add(" s: something waits for ever, loops without end, or is far too slow.");
  say_last_words(story_of(kMostParts), sentence);
  end_process(kTimeIsUp);
}

// One story, watched for a call that is always the same one.
class Watched {
 public:
  void look(const Story& story, uint64_t patience) noexcept {
    const uint64_t ticket = story.ticket();
    ticks_ = story.open() && ticket == seen_ ? ticks_ + 1 : 0;
    seen_ = ticket;
    if (ticks_ * kTickMs >= patience * 1000) end_call(story, patience);
  }

 private:
  uint64_t seen_ = 0;
  uint64_t ticks_ = 0;
};

void* watch(void*) {
  overlook_my_reads();
  const uint64_t seconds = allowed_seconds();
  const uint64_t patience = seconds < kCallSeconds ? seconds : kCallSeconds;
  const uint64_t end = now_ms() + seconds * 1000;
  Watched watched[kMostParts + 1];
  constexpr timespec kTick{0, kTickMs * 1'000'000};
  for (;;) {
    syscall(SYS_nanosleep, &kTick, nullptr);
    if (now_ms() >= end) end_run(seconds);
    for (size_t i = 0; i <= kMostParts; ++i) watched[i].look(story_of(i), patience);
  }
}

}  // namespace

void start_watchdog() noexcept {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // inherited: signals belong to the threads that do something
  pthread_t thread;
  pthread_create(&thread, nullptr, watch, nullptr);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace lab
