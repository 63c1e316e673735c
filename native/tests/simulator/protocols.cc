// Small protocols that are right with some orders and wrong with others: mutual exclusion, a seqlock, hand-over by
// fences; and what else the machine models. Each wrong one must be found, and each right one must be left alone.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "lab/simulate.hpp"

namespace {

using lab::Check;
using lab::Exploration;
using lab::World;

constexpr Exploration kAll{.schedules = 200'000, .systematic = true};
constexpr Exploration kMany{.schedules = 3000};

// --- Peterson's lock: two flags and a turn ---

template <std::memory_order Store, std::memory_order Load>
struct Peterson {
  std::atomic<bool> wants[2]{};
  std::atomic<int> turn{0};
  int last_inside = -1;

  void enter(int me, World& world) {
    wants[me].store(true, Store);
    turn.store(1 - me, Store);
    while (wants[1 - me].load(Load) && turn.load(Load) == 1 - me) world.wait();
    last_inside = me;
  }
  void leave(int me) { wants[me].store(false, Store); }
};

template <std::memory_order Store, std::memory_order Load>
void peterson(Check& check) {
  lab::explore(check, kMany, [](World& world) {
    auto* const lock = new Peterson<Store, Load>;
    for (int me = 0; me < 2; ++me) {
      world.thread(me == 0 ? "first" : "second", [=, &world] {
        lock->enter(me, world);
        lock->leave(me);
      });
    }
    world.run();
    world.expect(lock->last_inside >= 0, "somebody should have been inside");
    delete lock;
  });
}

// --- a seqlock (Boehm, "Can seqlocks get along with programming language memory models?", MSPC 2012) ---

template <std::memory_order Data, bool Fences>
void seqlock(Check& check) {
  struct Pair {
    std::atomic<unsigned> sequence{0};
    std::atomic<int> a{0};
    std::atomic<int> b{0};
  };
  lab::explore(check, kMany, [](World& world) {
    auto* const pair = new Pair;
    world.thread("writer", [=] {
      for (int i = 1; i <= 2; ++i) {
        const unsigned before = pair->sequence.load(std::memory_order_relaxed);
        pair->sequence.store(before + 1, std::memory_order_relaxed);
        if (Fences) std::atomic_thread_fence(std::memory_order_release);
        pair->a.store(i, Data);
        pair->b.store(i, Data);
        pair->sequence.store(before + 2, std::memory_order_release);
      }
    });
    world.thread("reader", [=, &world] {
      for (;;) {
        const unsigned before = pair->sequence.load(std::memory_order_acquire);
        const int a = pair->a.load(std::memory_order_relaxed);
        const int b = pair->b.load(std::memory_order_relaxed);
        if (Fences) std::atomic_thread_fence(std::memory_order_acquire);
        const unsigned after = pair->sequence.load(std::memory_order_relaxed);
        if (before == after && before % 2 == 0) return world.expect(a == b, "a torn pair: {} and {}", a, b);
        world.wait();
      }
    });
    world.run();
    delete pair;
  });
}

// --- locks, conditions, threads of the program's own ---

void mutex_and_condition(Check& check) {
  struct Slot {
    std::mutex mutex;
    std::condition_variable filled;
    int value = 0;
  };
  lab::explore(check, kMany, [](World& world) {
    auto* const slot = new Slot;
    std::thread producer([=] {
      const std::lock_guard<std::mutex> held(slot->mutex);
      slot->value = 7;
      slot->filled.notify_one();
    });
    std::unique_lock<std::mutex> held(slot->mutex);
    slot->filled.wait(held, [=] { return slot->value != 0; });
    world.expect(slot->value == 7, "7 should have come");
    held.unlock();
    producer.join();
    delete slot;
  });
}

void two_locks_in_two_orders(Check& check) {
  lab::explore(check, kAll, [](World& world) {
    auto* const locks = new std::mutex[2];
    for (int me = 0; me < 2; ++me) {
      world.thread(me == 0 ? "first" : "second", [=] {
        const std::lock_guard<std::mutex> one(locks[me]);
        const std::lock_guard<std::mutex> other(locks[1 - me]);
      });
    }
    world.run();
    delete[] locks;
  });
}

template <typename T, bool Notifies>
void atomic_wait(Check& check) {
  lab::explore(check, kMany, [](World& world) {
    auto* const word = new std::atomic<T>{0};
    auto* const data = new int{0};
    world.thread("sleeper", [=, &world] {
      word->wait(0, std::memory_order_acquire);
      world.expect(*data == 5, "5 should have come");
    });
    world.thread("waker", [=] {
      *data = 5;
      word->store(1, std::memory_order_release);
      if (Notifies) word->notify_one();
    });
    world.run();
    delete word;
    delete data;
  });
}

thread_local int mine = 1;

void thread_locals(Check& check) {
  lab::explore(check, kAll, [](World& world) {
    auto* const turn = new std::atomic<int>{0};
    for (int me = 0; me < 2; ++me) {
      world.thread("thread", [=, &world] {
        mine += 10 * (me + 1);
        turn->fetch_add(1);
        world.expect(mine == 1 + 10 * (me + 1), "a thread_local of its own; it is {}", mine);
      });
    }
    world.run();
    world.expect(mine == 1, "the scenario has its own, too");
    delete turn;
  });
}

// A weak compare-exchange may fail although the values are equal; g++ lets us see that it is a weak one.
void weak_exchange_once(Check& check) {
  lab::explore(check, kAll, [](World& world) {
    auto* const word = new std::atomic<int>{0};
    int expected = 0;
    world.expect(word->compare_exchange_weak(expected, 1), "it failed for no reason, as it may");
    delete word;
  });
}

// --- memory ---

void used_after_it_was_freed(Check& check) {
  lab::explore(check, kAll, [](World& world) {
    auto* const word = new std::atomic<int*>{new int{1}};
    world.thread("reader", [=] { static_cast<void>(*word->load(std::memory_order_relaxed)); });
    world.run();
    int* const value = word->load();
    delete value;
    world.expect(*value == 1, "it is gone");
  });
}

// ABA: the head is the same again, and what hangs on it is not.
void pops_of_a_naive_stack(Check& check) {
  struct Node {
    Node* next;
  };
  lab::explore(check, Exploration{.schedules = 20'000}, [](World& world) {
    auto* const head = new std::atomic<Node*>{nullptr};
    auto* const nodes = new Node[3];
    nodes[1].next = nullptr;
    nodes[0].next = &nodes[1];
    head->store(&nodes[0]);
    world.thread("slow", [=, &world] {
      Node* top = head->load();
      Node* const next = top->next;
      if (head->compare_exchange_strong(top, next)) {
        world.expect(head->load() != &nodes[1] || nodes[1].next == nullptr, "the stack holds what was taken off it");
      }
    });
    world.thread("quick", [=] {
      Node* const top = head->exchange(nullptr);
      if (top != &nodes[0]) return;
      nodes[1].next = &nodes[2];
      head->store(top);
    });
    world.run();
  });
}

void loops_for_ever(Check& check) {
  lab::explore(check, Exploration{.schedules = 10, .most_steps = 2000}, [](World& world) {
    auto* const word = new std::atomic<int>{0};
    world.thread("thread", [=] {
      while (word->load() == 0) {
      }
    });
    world.run();
  });
}

using std::memory_order_acquire;
using std::memory_order_relaxed;
using std::memory_order_release;
using std::memory_order_seq_cst;

// Names begin with what must come of them.
constexpr lab::Step kSteps[] = {
    {"right-peterson-seq-cst", peterson<memory_order_seq_cst, memory_order_seq_cst>},
    {"wrong-peterson-release-acquire", peterson<memory_order_release, memory_order_acquire>},
    {"right-seqlock-with-fences", seqlock<memory_order_relaxed, true>},
    {"wrong-seqlock-relaxed", seqlock<memory_order_relaxed, false>},
    {"right-mutex-and-condition", mutex_and_condition},
    {"wrong-two-locks-in-two-orders", two_locks_in_two_orders},
    {"right-atomic-wait-int", atomic_wait<int, true>},
    {"right-atomic-wait-long", atomic_wait<long, true>},
    {"wrong-atomic-wait-without-notify", atomic_wait<int, false>},
    {"right-thread-locals", thread_locals},
    {"wrong-use-after-free", used_after_it_was_freed},
    {"wrong-aba", pops_of_a_naive_stack},
    {"wrong-endless-loop", loops_for_ever},
#ifdef LAB_TEST_WEAK_EXCHANGE
    {"wrong-weak-exchange-once", weak_exchange_once},
#endif
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept {
  static_cast<void>(weak_exchange_once);
  return kSteps;
}
