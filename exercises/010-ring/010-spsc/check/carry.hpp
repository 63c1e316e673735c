// Two threads carry a stream of items through a ring, and know at each item whether it is the right one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "contract.hpp"
#include "crossing.hpp"

namespace spsc {

enum class Calls : std::uint8_t { kSingle, kBulk, kMixed };

struct Plan {
  std::uint64_t items;
  Calls calls;
  std::size_t burst;  // largest bulk call
  bool told = false;  // each call goes into the story: a few nanoseconds, and the watchdog sees which one hangs
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

inline constexpr std::size_t kMostAtOnce = 64;

template <typename T, std::size_t N>
class Carrying {
 public:
  using Ring = SpscRing<T, N>;

  Carrying(Check& check, const Plan& plan, std::size_t first_index = 0)
      : check_(check), plan_(plan), stream_(first_index * 2 + 1), ring_(first_index) {}

  [[gnu::noinline]] void produce() {
    lab::Random random(plan_.items);
    for (std::uint64_t sent = 0; sent < plan_.items && !check_.stopped();) {
      const std::size_t pushed = bulk_next(random) ? push_some(sent, random) : push_one(sent);
      sent += pushed;
      if (pushed != 0) {
        producer_.moved(pushed);
      } else if (producer_.looked_in_vain(consumer_)) {
        check_.fail(
            "The producer is told that the ring is full, and the consumer that it is empty, after {} items in and "
            "{} items out.",
            sent, consumer_.count());
      }
    }
    producer_.finish();
  }

  [[gnu::noinline]] void consume() {
    lab::Random random(plan_.items + 1);
    for (std::uint64_t received = 0; received < plan_.items && !check_.stopped();) {
      const std::size_t popped = bulk_next(random) ? pop_some(received, random) : pop_one(received);
      received += popped;
      if (popped != 0) {
        consumer_.moved(popped);
      } else if (consumer_.looked_in_vain(producer_)) {
        check_.fail(producer_.finished()
                        ? "{} items went in, and then nothing more; only {} came out. The rest is lost, or "
                          "was never made visible to the consumer."
                        : "After {} items in and {} items out the consumer is told that the ring is "
                          "empty, and the producer that it is full.",
                    producer_.count(), received);
      }
    }
    consumer_.finish();
  }

 private:
  bool bulk_next(lab::Random& random) const {
    if (plan_.calls == Calls::kMixed) return random.next() % 2 == 0;
    return plan_.calls == Calls::kBulk;
  }

  std::size_t some(lab::Random& random, std::uint64_t left) const {
    const std::uint64_t wanted = 1 + random.below(plan_.burst);
    return static_cast<std::size_t>(wanted < left ? wanted : left);
  }

  std::size_t push_one(std::uint64_t sent) {
    T item = Carried<T>::make(stream_.value(sent));
    if (plan_.told) check_.doing("ring.try_push(item {})", sent);
    const bool pushed = ring_.try_push(static_cast<T&&>(item));
    if (plan_.told) check_.got(" -> {b}", pushed);
    return pushed ? 1 : 0;
  }

  std::size_t pop_one(std::uint64_t received) {
    T item = Carried<T>::make(0);
    if (plan_.told) check_.doing("ring.try_pop(out)");
    const bool popped = ring_.try_pop(item);
    if (plan_.told) check_.got(" -> {b}", popped);
    if (!popped) return 0;
    verify(item, received);
    return 1;
  }

  std::size_t push_some(std::uint64_t sent, lab::Random& random) {
    const std::size_t count = some(random, plan_.items - sent);
    T items[kMostAtOnce];
    for (std::size_t i = 0; i < count; ++i) items[i] = Carried<T>::make(stream_.value(sent + i));
    if (plan_.told) check_.doing("ring.push_n({} items from {} on)", count, sent);
    const std::size_t pushed = ring_.push_n({items, count});
    if (plan_.told) check_.got(" -> {}", pushed);
    check_.expect(pushed <= count, "ring.push_n({} items) returned {}.", count, pushed);
    return pushed;
  }

  std::size_t pop_some(std::uint64_t received, lab::Random& random) {
    const std::size_t count = some(random, plan_.items - received);
    T items[kMostAtOnce];
    if (plan_.told) check_.doing("ring.pop_n(out, room for {})", count);
    const std::size_t popped = ring_.pop_n({items, count});
    if (plan_.told) check_.got(" -> {}", popped);
    check_.expect(popped <= count, "ring.pop_n(out, room for {}) returned {}.", count, popped);
    for (std::size_t i = 0; i < popped; ++i) verify(items[i], received + i);
    return popped;
  }

  void verify(const T& item, std::uint64_t index) {
    check_.expect(Carried<T>::whole(item), "Item {} arrived torn: its words belong to two different items.", index);
    const std::uint64_t value = Carried<T>::value(item);
    if (value != stream_.value(index)) [[unlikely]]
      stream_.fail(check_, value, index);
  }

  Check& check_;
  const Plan plan_;
  const Stream stream_;
  Side producer_;
  Side consumer_;
  Ring ring_;
};

// A stream through one ring, with a producer thread and a consumer thread.
template <typename T, std::size_t N>
void carry(Check& check, const Plan& plan, std::size_t first_index = 0, bool one_cpu = false) {
  auto* const carrying = new Carrying<T, N>(check, plan, first_index);
  const lab::ThreadPart parts[] = {
      {[](void* it) { static_cast<Carrying<T, N>*>(it)->produce(); }, carrying},
      {[](void* it) { static_cast<Carrying<T, N>*>(it)->consume(); }, carrying},
  };
  lab::run_parts(check, parts, one_cpu);
  delete carrying;
}

}  // namespace spsc
