// What the machine does not have is refused by name, never ignored: each of these steps must fail.
#include <semaphore.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <thread>

#include "lab/simulate.hpp"

namespace {

using lab::Check;
using lab::World;

template <typename Body>
void once(Check& check, Body body) {
  lab::explore(check, lab::Exploration{.schedules = 1}, [body](World& world) {
    world.thread("thread", [=, &world] { body(world); });
    world.run();
  });
}

void reader_writer_locks(Check& check) {
  once(check, [](World&) {
    static std::shared_mutex mutex;
    const std::shared_lock<std::shared_mutex> held(mutex);
  });
}

void waiting_with_a_limit(Check& check) {
  once(check, [](World&) {
    std::mutex mutex;
    std::condition_variable condition;
    std::unique_lock<std::mutex> held(mutex);
    condition.wait_for(held, std::chrono::milliseconds(1));
  });
}

void detached_threads(Check& check) {
  once(check, [](World&) { std::thread([] {}).detach(); });
}

void eight_threads(Check& check) {
  lab::explore(check, lab::Exploration{.schedules = 1}, [](World& world) {
    for (int i = 0; i < 8; ++i) world.thread("thread", [] {});
    world.run();
  });
}

void large_atomics(Check& check) {
  struct Large {
    long words[4];
  };
  once(check, [](World&) {
    static std::atomic<Large> large;
    static_cast<void>(large.load());
  });
}

}  // namespace
long word_of_two_sizes = 0;  // for everybody to see, or a compiler leaves the stores out
namespace {

void two_sizes(Check& check) {
  once(check, [](World&) {
    __atomic_store_n(&word_of_two_sizes, 1, __ATOMIC_RELAXED);
    __atomic_store_n(reinterpret_cast<int*>(&word_of_two_sizes), 1, __ATOMIC_RELAXED);
  });
}

void posix_semaphores(Check& check) {
  once(check, [](World&) {
    static sem_t semaphore;
    sem_wait(&semaphore);
  });
}

void too_much_memory(Check& check) {
  once(check, [](World&) {
    volatile char* const memory = new char[100 << 20];
    *memory = 1;
  });
}

void exceptions(Check& check) {
  once(check, [](World&) { throw 1; });
}

constexpr lab::Step kSteps[] = {
    {"reader-writer-locks", reader_writer_locks},
    {"waiting-with-a-limit", waiting_with_a_limit},
    {"detached-threads", detached_threads},
    {"eight-threads", eight_threads},
    {"large-atomics", large_atomics},
    {"two-sizes", two_sizes},
    {"posix-semaphores", posix_semaphores},
    {"too-much-memory", too_much_memory},
    {"exceptions", exceptions},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
