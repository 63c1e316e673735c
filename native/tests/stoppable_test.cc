// Threads that are stopped where they stand, and go on again.
#include "lab/stoppable.hpp"

#include <atomic>
#include <thread>

#include "testing.hpp"

using lab::Stoppable;
using testing::expect;
using testing::it;

// The check harness has it for check programs.
void lab::let_others_run() noexcept { sched_yield(); }

namespace {

// A thread that counts until it is told to end.
class Counting {
 public:
  Counting()
      : thread_([this] {
          stoppable_.enter();
          while (!over_.load()) count_.fetch_add(1);
          stoppable_.leave();
        }) {
    while (count_.load() == 0) sched_yield();
  }
  Counting(const Counting&) = delete;
  Counting& operator=(const Counting&) = delete;
  ~Counting() {
    over_.store(true);
    stoppable_.done();
    thread_.join();
  }

  Stoppable& stoppable() { return stoppable_; }
  [[nodiscard]] std::uint64_t count() const { return count_.load(); }
  void end() {
    over_.store(true);
    while (!stoppable_.has_left()) sched_yield();
  }

 private:
  Stoppable stoppable_;
  std::atomic<std::uint64_t> count_{0};
  std::atomic<bool> over_{false};
  std::thread thread_;  // last: it uses the others
};

void stopping() {
  it("keeps a thread where it is until it may go on, again and again", [] {
    Counting one;
    for (int stop = 0; stop < 200; ++stop) {
      expect(one.stoppable().stop(), "it runs, and was not stopped");
      const std::uint64_t before = one.count();
      for (int turns = 0; turns < 5; ++turns) sched_yield();
      expect(one.count() == before, "it moved while it was stopped");
      one.stoppable().go_on();
      while (one.count() == before) sched_yield();
    }
  });
  it("stops one thread and not the other", [] {
    Counting one;
    Counting other;
    expect(one.stoppable().stop(), "not stopped");
    const std::uint64_t before = other.count();
    while (other.count() == before) sched_yield();
    one.stoppable().go_on();
  });
  it("stops nothing before a thread has entered, and after it has left", [] {
    Stoppable nobody;
    expect(!nobody.stop(), "nobody has entered");
    Counting one;
    one.end();
    expect(!one.stoppable().stop(), "it has left");
  });
}

}  // namespace

int main() {
  stopping();
  return testing::exit_code();
}
