// Many threads carry items through one ring, and know of each that comes out whether it may.
#pragma once

#include "contract.hpp"
#include "crossing.hpp"

namespace mpmc {

struct Plan {
  std::size_t producers;
  std::size_t consumers;
  std::uint64_t items_each;  // of each producer
  std::size_t first_index = 0;
  bool told = false;  // each call goes into the story: a few nanoseconds, and the watchdog sees which one hangs
  bool one_cpu = false;
};

// How an item of a type is made of a value, and read again. `whole` is false for one that arrived in two halves.
template <typename T>
struct Carried {
  static T make(std::uint64_t value) { return T{value}; }
  static std::uint64_t value(const T& item) {
    if constexpr (requires { item.value; }) {
      return item.value;
    } else {
      return item;
    }
  }
  static bool whole(const T&) { return true; }
};

template <typename T, std::size_t N>
class Carrying {
 public:
  Carrying(Check& check, const Plan& plan)
      : check_(check),
        plan_(plan),
        crossing_(check, plan.producers, plan.consumers, plan.items_each),
        ring_(plan.first_index) {}

  void run() {
    const std::size_t threads = crossing_.threads();
    Part context[kMostThreads];
    lab::ThreadPart parts[kMostThreads];
    for (std::size_t i = 0; i < threads; ++i) {
      context[i] = {this, i};
      parts[i] = {[](void* part) { static_cast<Part*>(part)->run(); }, &context[i]};
    }
    lab::run_parts(check_, std::span(parts, threads), plan_.one_cpu);
  }

 private:
  struct Part {
    Carrying* carrying;
    std::size_t thread;
    void run() {
      if (thread < carrying->plan_.producers) {
        carrying->produce(thread);
      } else {
        carrying->consume(thread);
      }
      carrying->crossing_.finish(thread);
    }
  };

  [[gnu::noinline]] void produce(std::size_t thread) {
    for (std::uint64_t sent = 0; sent < plan_.items_each && !check_.stopped();) {
      T item = Carried<T>::make(Origin{thread, sent}.value());
      if (plan_.told) check_.doing("ring.try_push(item {} of producer {})", sent, thread + 1);
      const bool pushed = ring_.try_push(static_cast<T&&>(item));
      if (plan_.told) check_.got(" -> {b}", pushed);
      if (pushed) {
        crossing_.moved(thread);
        ++sent;
      } else {
        crossing_.looked_in_vain(thread);
      }
    }
  }

  [[gnu::noinline]] void consume(std::size_t thread) {
    std::uint64_t last[kMostThreads] = {};
    while (!crossing_.all_out() && !check_.stopped()) {
      T item = Carried<T>::make(0);
      if (plan_.told) check_.doing("ring.try_pop(out)");
      const bool popped = ring_.try_pop(item);
      if (plan_.told) check_.got(" -> {b}", popped);
      if (popped) {
        check_.expect(Carried<T>::whole(item), "An item arrived torn: its words belong to two different items.");
        crossing_.receive(Carried<T>::value(item), last);
        crossing_.moved(thread);
      } else {
        crossing_.looked_in_vain(thread);
      }
    }
  }

  Check& check_;
  const Plan plan_;
  Crossing crossing_;
  MpmcRing<T, N> ring_;
};

// The stories' first sentence: `ring` says which one it is.
template <typename T, std::size_t N>
void carry(Check& check, const char* ring, const Plan& plan) {
  check.scene(ring, plan.producers, plan.consumers);
  auto* const carrying = new Carrying<T, N>(check, plan);
  carrying->run();
  delete carrying;
}

}  // namespace mpmc
