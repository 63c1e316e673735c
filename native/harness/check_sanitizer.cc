// The sanitizers' findings, in the words of a story. Their runtimes call the functions below when they find something,
// and ask us for their options; where a profile has no such runtime, nobody calls, and what we ask of it is null.
#include <string.h>

#include "check_run.hpp"

#define LAB_OURS extern "C" __attribute__((used, visibility("default")))
#define LAB_THEIRS extern "C" __attribute__((weak))

// sanitizer/asan_interface.h
LAB_THEIRS const char* __asan_get_report_description();
LAB_THEIRS int __asan_get_report_access_type();  // 1: write
LAB_THEIRS size_t __asan_get_report_access_size();
// ubsan/ubsan_monitor.h
LAB_THEIRS void __ubsan_get_current_report_data(const char** kind, const char** message, const char** file,
                                                unsigned* line, unsigned* column, char** address);
// tsan/rtl/tsan_interface.h, tsan_debugging.cpp
LAB_THEIRS int __tsan_get_report_data(void* report, const char** description, int* count, int* stacks, int* accesses,
                                      int* locations, int* mutexes, int* threads, int* tids, void** sleep_trace,
                                      unsigned long trace_size);
LAB_THEIRS int __tsan_get_report_mop(void* report, unsigned long index, int* tid, void** address, int* size, int* write,
                                     int* atomic, void** trace, unsigned long trace_size);
LAB_THEIRS int __tsan_get_report_stack(void* report, unsigned long index, void** trace, unsigned long trace_size);
LAB_THEIRS void __tsan_ignore_thread_begin();
// sanitizer/common_interface_defs.h
LAB_THEIRS void __sanitizer_set_death_callback(void (*callback)());
LAB_THEIRS int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void*, size_t),
                                                         void (*free_hook)(const volatile void*));

// Common to all: the first finding ends the program; crashes are ours (check_ways_out.cc); no program is started to
// symbolize, since the sandbox kills for that and GCC's runtimes do not need one. Leaks are counted by the steps
// themselves, because LeakSanitizer needs ptrace(2), which not every container allows. The threads' signal stacks are
// ours, too: AddressSanitizer would unmap them when a thread ends.
#define LAB_COMMON_OPTIONS                                                                                         \
  "halt_on_error=1:abort_on_error=0:color=never:external_symbolizer_path=:allow_addr2line=0:handle_segv=0:"        \
  "handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0:detect_leaks=0:allocator_may_return_null=1:use_" \
  "sigaltstack=0:"

LAB_OURS const char* __asan_default_options() { return LAB_COMMON_OPTIONS "exitcode=99"; }
LAB_OURS const char* __ubsan_default_options() { return LAB_COMMON_OPTIONS "print_stacktrace=0:exitcode=98"; }

// Weak: a learner's own definition then does not stop the build with a linker's riddle, but is found and named. The
// history is longer than usual, so that the other thread's place is still known.
static constexpr char kThreadOptions[] = LAB_COMMON_OPTIONS
    "exitcode=97:report_bugs=1:history_size=5:report_thread_leaks=0:report_signal_unsafe=0:detect_deadlocks=0:atexit_"
    "sleep_ms=0";
LAB_OURS __attribute__((weak)) const char* __tsan_default_options() { return kThreadOptions; }
static constexpr char kNoSuppressions[] = "";
LAB_OURS __attribute__((weak)) const char* __tsan_default_suppressions() { return kNoSuppressions; }

namespace lab {
namespace {

constexpr unsigned long kMostFrames = 32;  // deeper than any path from a step into the learner's code

constinit thread_local Allocations allocated{};  // a thread's own: others start up when it suits them

void on_malloc(const volatile void*, size_t) noexcept { ++allocated.made; }
void on_free(const volatile void* block) noexcept {
  if (block != nullptr) ++allocated.freed;
}

void add_stack(Sentence& sentence, void* const* trace) noexcept {
  size_t depth = 0;
  while (depth < kMostFrames && trace[depth] != nullptr) ++depth;
  add_place(sentence, trace, depth);
}

// `atomic write in publish (spsc_ring.hpp:192)`
void add_access(Sentence& sentence, void* report, unsigned long index) noexcept {
  int tid = 0;
  int size = 0;
  int write = 0;
  int atomic = 0;
  void* address = nullptr;
  void* trace[kMostFrames] = {};
  __tsan_get_report_mop(report, index, &tid, &address, &size, &write, &atomic, trace, kMostFrames);
  sentence.add(atomic != 0 ? "atomic " : "").add(write != 0 ? "write" : "read");
  add_stack(sentence, trace);
}

void add_race(Sentence& sentence, void* report) noexcept {
  sentence.add("Data race: ");
  add_access(sentence, report, 0);
  sentence.add(", and ");
  add_access(sentence, report, 1);
  sentence.add(" by the other thread. No release store and acquire load put one before the other");
  sentence.add(" (stand-alone fences do not count here).");
}

// A sanitizer ends the program without a finding: out of memory, an option of the environment's, a fault of its own.
void on_death() noexcept {
  Sentence sentence;
  my_story().add_culprit(sentence);
  sentence.add(" made the sanitizer give up, for example because it uses more memory than an exercise may.");
  say_last_words(my_story(), sentence);
}

}  // namespace

Allocations allocations() noexcept { return allocated; }

void count_allocations() noexcept {
  if (__sanitizer_install_malloc_and_free_hooks) __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
  if (__sanitizer_set_death_callback) __sanitizer_set_death_callback([]() noexcept { on_death(); });
}

void overlook_my_reads() noexcept {
  if (__tsan_ignore_thread_begin) __tsan_ignore_thread_begin();
}

const char* replaced_sanitizer_options() noexcept {
  if (strcmp(__tsan_default_options(), kThreadOptions) != 0) return "__tsan_default_options";
  if (strcmp(__tsan_default_suppressions(), kNoSuppressions) != 0) return "__tsan_default_suppressions";
  return nullptr;
}

}  // namespace lab

using lab::Sentence;

LAB_OURS void __asan_on_error() {
  Sentence sentence;
  sentence.add(__asan_get_report_description());
  if (const size_t size = __asan_get_report_access_size(); size != 0) {
    sentence.add(__asan_get_report_access_type() == 1 ? ": write of " : ": read of ").add_number(size);
    sentence.add(size == 1 ? " byte" : " bytes");
  }
  lab::add_place_here(sentence);
  lab::say_last_words(lab::my_story(), sentence.add('.'));
}

LAB_OURS void __ubsan_on_report() {
  const char* kind = nullptr;
  const char* message = nullptr;
  const char* file = nullptr;
  unsigned line = 0;
  unsigned column = 0;
  char* address = nullptr;
  __ubsan_get_current_report_data(&kind, &message, &file, &line, &column, &address);
  Sentence sentence;
  sentence.add("Undefined behaviour: ").add_foreign(message, strlen(message));
  lab::add_place_here(sentence);
  lab::say_last_words(lab::my_story(), sentence.add('.'));
}

LAB_OURS void __tsan_on_report(void* report) {
  lab::overlook_my_reads();
  const char* description = nullptr;
  int stacks = 0;
  int accesses = 0;
  int count = 0;
  int other = 0;
  void* trace[lab::kMostFrames] = {};
  __tsan_get_report_data(report, &description, &count, &stacks, &accesses, &other, &other, &other, &other, trace, 1);
  Sentence sentence;
  if (strcmp(description, "data-race") == 0 && accesses >= 2) {
    lab::add_race(sentence, report);
  } else {
    sentence.add("ThreadSanitizer reports: ").add(description);
    if (stacks > 0) __tsan_get_report_stack(report, 0, trace, lab::kMostFrames);
    lab::add_stack(sentence, trace);
    sentence.add('.');
  }
  lab::say_last_words(lab::my_story(), sentence);
}
