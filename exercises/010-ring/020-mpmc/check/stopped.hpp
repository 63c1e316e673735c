// Threads that are stopped in the middle of a call, for as long as it suits the check, while others use the ring. What
// an operating system does by chance and for a few milliseconds is done here on purpose: the element's own move waits
// at a gate.
#pragma once

#include <exception>

#include "any_ring.hpp"

namespace mpmc {

// The next move of an element with this number stops at the gate until it is opened. Relaxed: the check itself must not
// order what the threads do.
struct Gate {
  std::uint64_t number = 0;  // 0: nobody's
  std::uint64_t reached = 0;
  std::uint64_t open = 0;

  static std::uint64_t read(const std::uint64_t& at) { return __atomic_load_n(&at, __ATOMIC_RELAXED); }
  static void write(std::uint64_t& at, std::uint64_t value) { __atomic_store_n(&at, value, __ATOMIC_RELAXED); }

  void pass(std::uint64_t moving) {
    if (moving == 0 || read(number) != moving || read(reached) != 0) return;
    write(reached, 1);
    while (read(open) == 0) lab::let_others_run();
  }
};
inline constinit Gate gate{};

class Gated {
 public:
  explicit Gated(std::uint64_t number) noexcept : number_(number) {}
  [[gnu::noinline]] Gated(Gated&& other) noexcept {
    gate.pass(other.number_);
    number_ = other.number_;
    other.number_ = 0;
  }
  [[gnu::noinline]] Gated& operator=(Gated&& other) noexcept {
    gate.pass(other.number_);
    number_ = other.number_;
    other.number_ = 0;
    return *this;
  }
  ~Gated() = default;
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

 private:
  std::uint64_t number_;
};

inline constexpr std::uint64_t kStoppedItem = 100;  // what the stopped thread carries; the others' count from 1

// One thread that is stopped in the middle of its call, and one that goes on. The second one tells the story.
template <std::size_t N>
class Stopped {
 public:
  Stopped(Check& check, std::size_t first_index) : check_(check), ring_(new MpmcRing<Gated, N>(first_index)) {
    gate = {};
  }
  Stopped(const Stopped&) = delete;
  Stopped& operator=(const Stopped&) = delete;
  // A ring that has failed is left alone: its destructor may hang or crash, and would hide what was found.
  ~Stopped() {
    if (std::uncaught_exceptions() == 0) delete ring_;
  }

  void push(std::uint64_t number) {
    check_.expect(offer(number), "That should be true: a slot is free, and it is this thread's turn to have it.");
  }
  bool offer(std::uint64_t number) {
    check_.doing("ring.try_push({})", number);
    const bool went_in = try_push(number);
    check_.got(" -> {b}", went_in);
    return went_in;
  }
  void pop(std::uint64_t due) {
    const std::uint64_t out = take();
    check_.expect(out == due, "`out` should be {}: it went in first, and the call that pushed it has returned.", due);
  }
  // What came out, or 0.
  std::uint64_t take() {
    Gated out(kMark);
    check_.doing("ring.try_pop(out)");
    const bool came_out = ring_->try_pop(out);
    if (!came_out) {
      check_.got(" -> false");
      check_.expect(out.number() == kMark, "A pop that returns false has to leave `out` as it was.");
      return 0;
    }
    check_.got(" -> true, out = {}", out.number());
    return out.number();
  }

  // Runs `go_on` while another thread stands still inside `call`, then lets that one go and waits for its end.
  template <typename Call, typename GoOn>
  void while_stopped_in(std::uint64_t number, Call&& call, GoOn&& go_on) {
    gate.number = number;
    lab::run_together(
        check_,
        [&] {
          call();
          Gate::write(gate.reached, 1);  // a call that has moved nothing: what comes next will tell
        },
        [&] {
          while (Gate::read(gate.reached) == 0 && !check_.stopped()) lab::let_others_run();
          struct Opens {
            ~Opens() { Gate::write(gate.open, 1); }
          } const opens;  // also when an expectation fails: the other thread has to come to its end
          go_on();
        });
    gate.number = 0;
  }

  bool try_push(std::uint64_t number) { return ring_->try_push(Gated(number)); }
  bool try_pop(Gated& out) { return ring_->try_pop(out); }

 private:
  Check& check_;
  MpmcRing<Gated, N>* ring_;
};

// `before` items are in the ring when a producer is stopped while its item is moved into the slot.
template <std::size_t N>
void stop_a_producer(Check& check, std::size_t first_index, std::size_t before) {
  check.scene("MpmcRing<Gated, {}> ring({}); with {} items in it. Another thread is stopped inside ring.try_push(100).",
              N, first_index, before);
  Stopped<N> ring(check, first_index);
  for (std::uint64_t i = 1; i <= before; ++i) check.expect(ring.try_push(i), "ring.try_push({}) returned false.", i);
  bool went_in = false;
  const std::size_t room = N - before - 1;  // the stopped thread has one
  const std::uint64_t last = before + room;
  bool overtook = false;
  ring.while_stopped_in(
      kStoppedItem, [&] { went_in = ring.try_push(kStoppedItem); },
      [&] {
        for (std::uint64_t i = before + 1; i <= last; ++i) ring.push(i);
        check.expect(!ring.offer(last + 1),
                     "That should be false: {} slots are taken, and the last one belongs to the thread that is "
                     "stopped. It has not given up its claim.",
                     N - 1);
        for (std::uint64_t i = 1; i <= before; ++i) ring.pop(i);
        // Behind the stopped thread's place: what is there may have to wait for it. What comes out must be right.
        const std::uint64_t out = ring.take();
        overtook = out != 0;
        check.expect(
            out == 0 || (room != 0 && out == before + 1),
            "That should be false: nothing is there that has been pushed and not popped. Item 100 is still on its way "
            "in.");
      });
  check.expect(went_in, "The other thread goes on, and its ring.try_push(100) returned false: it had a slot already.");
  if (!overtook) ring.pop(kStoppedItem);
  for (std::uint64_t i = before + (overtook ? 2 : 1); i <= last; ++i) ring.pop(i);
  if (overtook) ring.pop(kStoppedItem);
  check.expect(ring.take() == 0, "That should be false: everything that went in has come out.");
}

// A consumer is stopped while it moves the oldest of `inside` items out.
template <std::size_t N>
void stop_a_consumer(Check& check, std::size_t first_index, std::size_t inside) {
  check.scene("MpmcRing<Gated, {}> ring({}); with {} items in it. Another thread is stopped inside ring.try_pop(out).",
              N, first_index, inside);
  Stopped<N> ring(check, first_index);
  for (std::uint64_t i = 1; i <= inside; ++i) check.expect(ring.try_push(i), "ring.try_push({}) returned false.", i);
  Gated out(kMark);
  bool came_out = false;
  ring.while_stopped_in(
      1, [&] { came_out = ring.try_pop(out); },
      [&] {
        std::uint64_t next = inside + 1;
        for (; next <= N; ++next) ring.push(next);
        check.expect(!ring.offer(next),
                     "That should be false: the only slot that is not taken belongs to the thread that is stopped. It "
                     "has not finished reading.");
        for (std::uint64_t i = 2; i <= N; ++i) ring.pop(i);
        check.expect(ring.take() == 0, "That should be false: the only item left is on its way out elsewhere.");
      });
  check.expect(came_out && out.number() == 1,
               "The other thread goes on, and its ring.try_pop(out) should return true with out = 1; out is {}.",
               out.number());
  check.expect(ring.take() == 0, "That should be false: everything that went in has come out.");
  for (std::uint64_t i = 1; i <= N; ++i) ring.push(i);
  for (std::uint64_t i = 1; i <= N; ++i) ring.pop(i);
}

inline constexpr std::size_t kIndexStarts[] = {0, std::size_t{0} - 2};  // the second wraps meanwhile

inline void stopped_producer(Check& check) {
  for (const std::size_t first_index : kIndexStarts) {
    stop_a_producer<4>(check, first_index, 0);
    stop_a_producer<4>(check, first_index, 2);
    stop_a_producer<2>(check, first_index, 1);
    stop_a_producer<1>(check, first_index, 0);
  }
}

inline void stopped_consumer(Check& check) {
  for (const std::size_t first_index : kIndexStarts) {
    stop_a_consumer<4>(check, first_index, 4);
    stop_a_consumer<4>(check, first_index, 2);
    stop_a_consumer<2>(check, first_index, 1);
    stop_a_consumer<1>(check, first_index, 1);
  }
}

}  // namespace mpmc
