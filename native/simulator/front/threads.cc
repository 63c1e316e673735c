// POSIX threads, locks and conditions, and with them std::thread, std::mutex and std::condition_variable, which are
// made of these. Outside of a run they are the C library's own.
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <time.h>

#include "entry.hpp"
#include "simulator/run/locks.hpp"

namespace lab::sim {
namespace {

template <typename Function>
Function* real(const char* name) noexcept {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

std::uintptr_t key(const volatile void* object) noexcept { return reinterpret_cast<std::uintptr_t>(object); }

// A thread of the program's own, from pthread_create to pthread_join.
struct Started {
  void* (*run)(void*);
  void* argument;
  void* result;
};
Started started[kMostThreads];

void run_started(void* argument) {
  auto* const self = static_cast<Started*>(argument);
  self->result = self->run(self->argument);
}

[[noreturn]] void refuse(const char* what) {
  const Entered entered;
  simulation().refuse(what);
}

}  // namespace
}  // namespace lab::sim

namespace sim = lab::sim;
using sim::Entered;

LAB_SIM_ENTRY int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*run)(void*), void* with) {
  if (!sim::program_is_running) {
    static auto* const create = sim::real<decltype(pthread_create)>("pthread_create");
    return create(thread, attributes, run, with);
  }
  const Entered entered;
  sim::Started& slot = sim::started[sim::simulation().next_id()];
  slot = {run, with, nullptr};
  *thread = sim::simulation().start(nullptr, sim::run_started, &slot);
  return 0;
}

LAB_SIM_ENTRY int pthread_join(pthread_t thread, void** result) {
  if (!sim::program_is_running) {
    static auto* const join = sim::real<decltype(pthread_join)>("pthread_join");
    return join(thread, result);
  }
  const Entered entered;
  sim::simulation().join(static_cast<std::uint32_t>(thread));
  if (result != nullptr) *result = sim::started[thread].result;
  return 0;
}

LAB_SIM_ENTRY int pthread_detach(pthread_t thread) {
  if (sim::program_is_running) sim::refuse("detached threads: a run ends when all of its threads have ended");
  static auto* const detach = sim::real<decltype(pthread_detach)>("pthread_detach");
  return detach(thread);
}

LAB_SIM_ENTRY pthread_t pthread_self() {
  static auto* const self = sim::real<decltype(pthread_self)>("pthread_self");
  return sim::program_is_running ? sim::simulation().current_id() : self();
}

LAB_SIM_ENTRY int pthread_mutex_lock(pthread_mutex_t* mutex) {
  if (!sim::program_is_running) return 0;  // one thread: nothing to lock
  const Entered entered;
  sim::locks().acquire(sim::key(mutex), LAB_SIM_PLACE);
  return 0;
}

LAB_SIM_ENTRY int pthread_mutex_trylock(pthread_mutex_t* mutex) {
  if (!sim::program_is_running) return 0;
  const Entered entered;
  return sim::locks().try_acquire(sim::key(mutex), LAB_SIM_PLACE) ? 0 : EBUSY;
}

LAB_SIM_ENTRY int pthread_mutex_unlock(pthread_mutex_t* mutex) {
  if (!sim::program_is_running) return 0;
  const Entered entered;
  sim::locks().release(sim::key(mutex), LAB_SIM_PLACE);
  return 0;
}

LAB_SIM_ENTRY int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  if (!sim::program_is_running) return 0;
  const Entered entered;
  sim::locks().wait(sim::key(condition), sim::key(mutex), LAB_SIM_PLACE);
  return 0;
}

LAB_SIM_ENTRY int pthread_cond_signal(pthread_cond_t* condition) {
  if (!sim::program_is_running) return 0;
  const Entered entered;
  sim::locks().notify(sim::key(condition), false, LAB_SIM_PLACE);
  return 0;
}

LAB_SIM_ENTRY int pthread_cond_broadcast(pthread_cond_t* condition) {
  if (!sim::program_is_running) return 0;
  const Entered entered;
  sim::locks().notify(sim::key(condition), true, LAB_SIM_PLACE);
  return 0;
}

LAB_SIM_ENTRY int sched_yield() {
  if (!sim::program_is_running) return 0;
  const Entered entered;
  sim::simulation().give_way(LAB_SIM_PLACE);
  return 0;
}

// Time is not simulated: who sleeps gives way.
LAB_SIM_ENTRY int nanosleep(const timespec*, timespec*) { return sched_yield(); }
LAB_SIM_ENTRY int clock_nanosleep(clockid_t, int, const timespec*, timespec*) { return sched_yield(); }

#define LAB_SIM_REFUSED(function, what)             \
  LAB_SIM_ENTRY int function() {                    \
    if (sim::program_is_running) sim::refuse(what); \
    return ENOSYS;                                  \
  }
namespace refused {
#define LAB_SIM_CLOCKED "waiting with a time limit: time is not simulated"
LAB_SIM_REFUSED(pthread_cond_timedwait, LAB_SIM_CLOCKED)
LAB_SIM_REFUSED(pthread_cond_clockwait, LAB_SIM_CLOCKED)
LAB_SIM_REFUSED(pthread_mutex_timedlock, LAB_SIM_CLOCKED)
LAB_SIM_REFUSED(pthread_mutex_clocklock, LAB_SIM_CLOCKED)
LAB_SIM_REFUSED(pthread_rwlock_rdlock, "reader-writer locks (std::shared_mutex)")
LAB_SIM_REFUSED(pthread_rwlock_wrlock, "reader-writer locks (std::shared_mutex)")
LAB_SIM_REFUSED(pthread_rwlock_unlock, "reader-writer locks (std::shared_mutex)")
LAB_SIM_REFUSED(pthread_barrier_wait, "POSIX barriers")
LAB_SIM_REFUSED(sem_wait, "POSIX semaphores")
LAB_SIM_REFUSED(sem_post, "POSIX semaphores")
LAB_SIM_REFUSED(pthread_spin_lock, "POSIX spin locks")
}  // namespace refused
