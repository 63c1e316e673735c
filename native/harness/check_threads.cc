// Threads of a step. The harness itself must not order what they do: everything they share here is relaxed, so that
// ThreadSanitizer sees no order but the one that the learner's code makes.
#include <pthread.h>
#include <sched.h>

#include "check_run.hpp"

namespace lab {
namespace {

constexpr size_t kNoPart = kMostParts;

constinit bool parts_stopped = false;
constinit size_t failed_part = kNoPart;  // the first that failed

struct Running {
  ThreadPart part;
  size_t number;
  const cpu_set_t* cpus;  // null: all
  pthread_t thread;
};

void report_failure(size_t part) noexcept {
  size_t nobody = kNoPart;
  __atomic_compare_exchange_n(&failed_part, &nobody, part, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
  __atomic_store_n(&parts_stopped, true, __ATOMIC_RELAXED);
}

void* run_part(void* argument) {
  const Running& self = *static_cast<const Running*>(argument);
  begin_part_story(self.number);
  prepare_thread_for_signals(self.number);
  if (self.cpus != nullptr) pthread_setaffinity_np(pthread_self(), sizeof *self.cpus, self.cpus);
  try {
    self.part.run(self.part.context);
  } catch (const StepFailed&) {
    report_failure(self.number);
  } catch (...) {
    conclude_with_exception();
    report_failure(self.number);
  }
  return nullptr;
}

// One of the CPUs that this process may use; the last one, since interrupts prefer the first.
cpu_set_t some_cpu() noexcept {
  cpu_set_t allowed;
  cpu_set_t one;
  CPU_ZERO(&one);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) CPU_ZERO(&allowed);
  size_t cpu = CPU_SETSIZE - 1;
  while (cpu > 0 && !CPU_ISSET(cpu, &allowed)) --cpu;
  CPU_SET(cpu, &one);
  return one;
}

}  // namespace

bool Check::stopped() const noexcept { return __atomic_load_n(&parts_stopped, __ATOMIC_RELAXED); }

void run_parts(Check&, std::span<const ThreadPart> parts, bool one_cpu) {
  static constinit Running running[kMostParts]{};
  const cpu_set_t cpu = some_cpu();
  const size_t count = parts.size() < kMostParts ? parts.size() : kMostParts;
  parts_stopped = false;
  failed_part = kNoPart;
  size_t started = 0;
  for (; started < count; ++started) {
    running[started] = {parts[started], started, one_cpu ? &cpu : nullptr, {}};
    if (pthread_create(&running[started].thread, nullptr, run_part, &running[started]) != 0) break;
  }
  if (started < count) __atomic_store_n(&parts_stopped, true, __ATOMIC_RELAXED);
  for (size_t i = 0; i < started; ++i) pthread_join(running[i].thread, nullptr);
  if (failed_part != kNoPart) {
    my_story().take_over(story_of(failed_part));
    throw StepFailed{};
  }
  if (started < count) fail_step("This machine did not let the check start {} threads.", numbers(count));
}

void let_others_run() noexcept { sched_yield(); }

}  // namespace lab
