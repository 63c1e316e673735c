// Stops a thread of a check at whatever instruction it has come to, in the middle of a call too, and lets it go on
// again: what an operating system does by chance, and for milliseconds, done on purpose.
//
// By a signal, so for the optimized profile: ThreadSanitizer holds signals back until the thread calls something.
#pragma once

#include <pthread.h>
#include <sched.h>
#include <signal.h>

#include "lab/check.hpp"

namespace lab {

class Stoppable {
 public:
  // --- called by the thread that may be stopped ---

  // From here on it may be. One at a time for each thread.
  void enter() noexcept {
    struct sigaction action {};
    action.sa_handler = [](int) noexcept { inside_->stand_still(); };
    sigemptyset(&action.sa_mask);
    sigaction(kSignal, &action, nullptr);
    inside_ = this;
    thread_ = pthread_self();
    set(state_, kRunning);
  }

  // Before the thread ends. Comes back when the other side has called done(): nobody may send signals to a thread that
  // has been joined.
  void leave() noexcept {
    set(state_, kLeft);
    while (get(done_) == 0) let_others_run();
  }

  // --- called by one other thread ---

  // Stops it. False when it has not entered yet, or has left: nothing is stopped then.
  bool stop() noexcept {
    if (get(state_) != kRunning) return false;
    set(wanted_, 1);
    pthread_kill(thread_, kSignal);
    while (get(stands_) == 0) {
      if (get(state_) == kLeft) {
        set(wanted_, 0);
        return false;
      }
      let_others_run();
    }
    return true;
  }

  // Lets a stopped thread go on, and returns when it has set out.
  void go_on() noexcept {
    set(wanted_, 0);
    while (get(stands_) != 0) let_others_run();
  }

  [[nodiscard]] bool has_left() const noexcept { return get(state_) == kLeft; }

  // Will not stop it any more.
  void done() noexcept { set(done_, 1); }

 private:
  static constexpr int kSignal = SIGUSR1;
  enum State : int { kNotYet, kRunning, kLeft };

  // Acquire and release on both sides: who has been stopped has done everything before, and nothing after.
  static int get(const int& at) noexcept { return __atomic_load_n(&at, __ATOMIC_ACQUIRE); }
  static void set(int& at, int value) noexcept { __atomic_store_n(&at, value, __ATOMIC_RELEASE); }

  void stand_still() noexcept {
    if (get(wanted_) == 0) return;
    set(stands_, 1);
    while (get(wanted_) != 0) sched_yield();
    set(stands_, 0);
  }

  static inline constinit thread_local Stoppable* inside_ = nullptr;

  pthread_t thread_{};
  int state_ = kNotYet;
  int wanted_ = 0;
  int stands_ = 0;
  int done_ = 0;
};

}  // namespace lab
