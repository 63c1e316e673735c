// How a step can end other than by returning: signals, exceptions that nobody may catch, exit(), fork(). Each becomes
// the last sentence of the running step's story.
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include <exception>

#include "check_run.hpp"

namespace lab {
namespace {

// What a handler needs here: symbolizing a template's names takes some 30 KiB of stack.
constexpr size_t kSignalStack = 128 * 1024;
alignas(16) char signal_stacks[kMostParts + 1][kSignalStack];

// Further away from the stack pointer a fault has nothing to do with a stack that was too small: the page below it.
constexpr uint64_t kGuardReach = 64 * 1024;

uint64_t stack_pointer(const void* context) noexcept {
  const auto& machine = static_cast<const ucontext_t*>(context)->uc_mcontext;
#if defined(__x86_64__)
  return static_cast<uint64_t>(machine.gregs[REG_RSP]);
#elif defined(__aarch64__)
  return machine.sp;
#else
  static_cast<void>(machine);
  return 0;
#endif
}

void add_memory_fault(Sentence& sentence, const siginfo_t& info, const void* context) noexcept {
  const auto address = reinterpret_cast<uint64_t>(info.si_addr);
  if (address - stack_pointer(context) + kGuardReach < 2 * kGuardReach) {
    sentence.add(" has used up the stack: endless recursion, or a huge local variable (SIGSEGV)");
  } else {
    sentence.add(" crashes: it touches memory that is not there, at address ").add_address(address).add(" (SIGSEGV)");
  }
}

void add_signal(Sentence& sentence, int signal, const siginfo_t& info, const void* context) noexcept {
  switch (signal) {
    case SIGSEGV:
      add_memory_fault(sentence, info, context);
      break;
    case SIGBUS:
      sentence.add(" crashes: it touches memory that is not there, or not aligned (SIGBUS)");
      break;
    case SIGFPE:
      sentence.add(" crashes: a division by zero, or another impossible calculation (SIGFPE)");
      break;
    case SIGILL:
      sentence.add(" crashes: an instruction that does not exist, often a function without return (SIGILL)");
      break;
    default:
      sentence.add(" gives up: abort() was called, by an assertion for example (SIGABRT)");
      break;
  }
}

void on_signal(int signal, siginfo_t* info, void* context) noexcept {
  Sentence sentence;
  my_story().add_culprit(sentence);
  add_signal(sentence, signal, *info, context);
  add_place_here(sentence);
  say_last_words(my_story(), sentence.add('.'));
  end_process(kSignalled + signal);
}

[[noreturn]] void end_with(const char* what_it_does) noexcept {
  Sentence sentence;
  my_story().add_culprit(sentence);
  sentence.add(what_it_does);
  add_place_here(sentence);
  say_last_words(my_story(), sentence.add('.'));
  end_process(kEndedInside);
}

void on_exit_call() noexcept { end_with(" ends the whole process with exit()"); }

void before_fork() noexcept { end_with(" starts another process with fork()"); }

void on_terminate() noexcept {
  if (!std::current_exception()) end_with(" calls std::terminate(), for example by forgetting to join a thread");
  conclude_with_exception();
  say_last_words(my_story(), my_story().conclusion());
  end_process(kEndedInside);
}

}  // namespace

void prepare_thread_for_signals(size_t part) noexcept {
  stack_t stack{};
  stack.ss_sp = signal_stacks[part];
  stack.ss_size = kSignalStack;
  sigaltstack(&stack, nullptr);
}

void catch_signals() noexcept {
  prepare_thread_for_signals(kMostParts);
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESETHAND | SA_NODEFER;  // a crash of ours is then just a crash
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) sigaction(signal, &action, nullptr);
}

void catch_ways_out() noexcept {
  std::set_terminate(on_terminate);
  atexit(on_exit_call);
  at_quick_exit(on_exit_call);
  pthread_atfork(before_fork, nullptr, nullptr);
}

void conclude_with_exception() noexcept {
  Sentence sentence;
  Story& story = my_story();
  story.add_culprit(sentence);
  try {
    throw;
  } catch (const std::exception& error) {
    sentence.add(" throws an exception: ").add_foreign(error.what(), strlen(error.what()));
  } catch (...) {
    sentence.add(" throws an exception");
  }
  story.conclude(sentence.add('.'));
}

}  // namespace lab
