// The run of a check program: which step is on, what each thread has told so far, and the one way to end early.
#pragma once

#include "check_story.hpp"

namespace lab {

// Threads that a step may run together; each tells a story of its own.
inline constexpr size_t kMostParts = 8;

// Exit codes. 0 is for a run in which no step has failed; the sanitizers have their own (check_sanitizer.cc).
inline constexpr int kSomethingFailed = 1;
inline constexpr int kTimeIsUp = 3;
inline constexpr int kEndedInside = 4;    // by exit(), an exception or fork()
inline constexpr int kMachineFault = 71;  // sysexits.h EX_OSERR
inline constexpr int kSignalled = 128;    // plus the signal, as shells have it

// The calling thread's story. Threads that the learner's code starts share the main thread's.
Story& my_story() noexcept;
// From now on this thread tells the story of part `part`, which begins where the main thread's stands.
void begin_part_story(size_t part) noexcept;
// A part's story, or with `kMostParts` the main thread's.
const Story& story_of(size_t part) noexcept;

// Milliseconds of a clock that only runs forward, straight from the kernel: the learner's code may come with a
// clock_gettime of its own.
uint64_t now_ms() noexcept;

// Check::fail() for the harness itself. It instantiates none of Check's templates: where two objects hold the same one,
// the linker drops one of them, and GCC 12's sanitizers then no longer find the lines of the check program's others.
[[noreturn]] void fail_step(const char* sentence, const Numbers& values);

// --- what is said on the channel ---

// A place in the learner's files. More than that of a function's name would not be read.
struct Place {
  Text<80> file;  // without folders
  Text<12> line;
  Text<80> function;  // without its class and its arguments
};

void open_channel() noexcept;
// True when the learner's code has written to the channel's descriptor.
bool channel_was_trespassed() noexcept;
void say_hello(size_t steps) noexcept;
void say_started(const Step& step) noexcept;
void say_passed() noexcept;
// The running step has failed, as told in `story` and concluded with `conclusion`.
void say_failed(const Story& story, const Sentence& conclusion) noexcept;
void say_skipped(const Step& step) noexcept;
// The running step asks for something that this machine has not got.
void say_unjudged(const Sentence& why) noexcept;
// In the text `{8}` is offset 8 in an object of this type, `{8-24}` what lies from there to offset 24; whoever reads it
// puts the members' names there.
void say_advice(const char* topic, const Sentence& advice, const Text<80>* type = nullptr, size_t size = 0) noexcept;
// One moment of the run that is about to fail the step: which thread, where (may be empty), and what it does there. A
// key moment is one without which the failure cannot be understood.
void say_moment(const char* thread, const Place& place, const Sentence& text, bool key) noexcept;
void say_count(const char* name, uint64_t amount, uint64_t per) noexcept;
// Nobody's fault but this machine's.
void say_machine_fault(const char* sentence) noexcept;
// False when the channel is broken: what was said before may not have arrived either.
bool say_done() noexcept;

// --- ending early ---

// For whoever finds that the process is not sane any more: the running step fails with this story. Told once. A thread
// that comes second waits here for the end which the first one brings; the first one may come again, and returns.
void say_last_words(const Story& story, const Sentence& conclusion) noexcept;

// Ends the process at once, without destructors: nothing of the learner's runs after this.
[[noreturn]] void end_process(int exit_code) noexcept;

// --- the parts of the harness, each made ready by main ---

// Reports crashes: signals now (before anything of the learner's has run), the rest from main on.
void catch_signals() noexcept;
void catch_ways_out() noexcept;
// A thread needs a stack of its own on which it can still report that the other one is exhausted.
void prepare_thread_for_signals(size_t part) noexcept;

// Ends the run when LAB_CHECK_SECONDS are over, or a single call does not come back.
void start_watchdog() noexcept;

void count_allocations() noexcept;
// Null, or the name of the function with which the learner's code has replaced the sanitizer's options.
const char* replaced_sanitizer_options() noexcept;

// From here on ThreadSanitizer overlooks what this thread reads: other threads' stories, while these are told.
void overlook_my_reads() noexcept;

// The innermost of these call sites that is the learner's. False where there is none, or no debug information.
bool find_place(Place& place, void* const* call_sites, size_t count) noexcept;
// Adds ` in push (spsc_ring.hpp:88)`: the innermost of these call sites that is the learner's. Adds nothing where
// there is none, or no debug information.
void add_place(Sentence& sentence, void* const* call_sites, size_t count) noexcept;
// The same for the calling thread's own stack.
void add_place_here(Sentence& sentence) noexcept;

// Concludes the calling thread's story with the exception that is being handled.
void conclude_with_exception() noexcept;

}  // namespace lab
