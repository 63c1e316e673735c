// The other thread of a probe, on a CPU of its own.
#pragma once

#include <atomic>
#include <exception>
#include <thread>
#include <utility>

#include "core/affinity.hpp"
#include "core/probes/budget.hpp"

namespace lab::probes {

// Runs body(stop) on another CPU until it returns; the body looks at `stop` at least every 100 ms. Ends and joins it
// when it goes out of scope, also on the way of an exception.
class Partner {
 public:
  template <typename Body>
  Partner(int cpu, Body body)
      : thread_([this, cpu, body = std::move(body)]() mutable {
          pin_this_thread(cpu);
          running_.store(true, std::memory_order_release);  // with wait_until_running
          try {
            body(stop_);
          } catch (...) {
            failure_ = std::current_exception();
          }
        }) {}
  ~Partner() { end(); }
  Partner(const Partner&) = delete;
  Partner& operator=(const Partner&) = delete;

  void wait_until_running(const Budget& budget) const {
    while (!running_.load(std::memory_order_acquire) && budget.left()) std::this_thread::yield();
  }

  // Ends it and throws what it threw.
  void finish() {
    end();
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
  }

 private:
  void end() noexcept {
    stop_.store(true, std::memory_order_relaxed);  // a request; what was done is published by join
    if (thread_.joinable()) thread_.join();
  }

  std::atomic<bool> stop_{false};
  std::atomic<bool> running_{false};
  std::exception_ptr failure_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace lab::probes
