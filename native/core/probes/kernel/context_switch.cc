// context-switch: from one thread to another on the same CPU, and from asleep to running on another CPU.
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <string>

#include "core/error.hpp"
#include "core/probes/context.hpp"
#include "core/probes/partner.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

constexpr std::size_t kPipeRepetitions = 1000;
constexpr double kPauseNs = 20'000;       // until the other thread is certainly asleep: it needs some 2 us to get there
constexpr long kPatienceNs = 50'000'000;  // a sleeper looks this often whether it should stop
constexpr std::uint32_t kWakeUps = 20'000;
constexpr std::uint32_t kLeastWakeUps = 3;  // however little time there is

class Pipe {
 public:
  Pipe() { check_syscall("pipe2", pipe2(ends_, O_CLOEXEC)); }
  ~Pipe() {
    close_writer();
    close(ends_[0]);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void close_writer() noexcept {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }
  void put() const noexcept {
    const char token = 1;
    while (write(ends_[1], &token, 1) < 0 && errno == EINTR) {
    }
  }
  // False at the end of the pipe.
  [[nodiscard]] bool take() const noexcept {
    char token = 0;
    ssize_t got = -1;
    while ((got = read(ends_[0], &token, 1)) < 0 && errno == EINTR) {
    }
    return got == 1;
  }

 private:
  int ends_[2] = {-1, -1};
};

Figure measure_switch(const Context& context) {
  Pipe there;
  Pipe back;
  const auto alone = [&there](std::uint64_t count) {
    for (; count > 0; --count) {
      there.put();
      keep(there.take());
    }
  };
  const double pipe_ns = time_batches(context.budget.part(0.2), alone).quartiles().median;
  Partner partner(context.here(), [&](const std::atomic<bool>&) {
    while (there.take()) back.put();
  });
  // Before the partner is joined, whatever happens: it ends when its pipe does.
  struct Hangup {
    Pipe& pipe;
    ~Hangup() { pipe.close_writer(); }
  } const hangup{there};
  const auto rounds = [&](std::uint64_t count) {
    for (; count > 0; --count) {
      there.put();
      keep(back.take());
    }
  };
  const Quartiles round = time_batches(context.budget.part(0.9), rounds, kPipeRepetitions).quartiles();
  const Quartiles half{round.low / 2, round.median / 2, round.high / 2};
  return {"", less(half, pipe_ns), "pipe-ns:" + std::to_string(pipe_ns)};
}

// A word that one thread sleeps on until another has changed it (futex(2)).
class alignas(64) Bell {
 public:
  // Sets the word and wakes who sleeps on it.
  void ring(std::uint32_t value) noexcept {
    word_.store(value, std::memory_order_release);  // with wait
    syscall(SYS_futex, &word_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
  }

  // Sleeps until the word is no longer `old`, or for kPatienceNs; whether it has slept and been woken.
  bool wait(std::uint32_t old) noexcept {
    const timespec patience{0, kPatienceNs};
    return syscall(SYS_futex, &word_, FUTEX_WAIT_PRIVATE, old, &patience, nullptr, 0) == 0;
  }

  [[nodiscard]] std::uint32_t value() const noexcept { return word_.load(std::memory_order_acquire); }  // with ring

 private:
  std::atomic<std::uint32_t> word_{0};
};

void pause_for(double ns) {
  const std::uint64_t began = read_tsc();
  while (ticks_to_ns(read_tsc() - began) < ns) {
  }
}

Figure measure_wake_up(const Context& context) {
  need_two_cores(context);
  Bell there;
  Bell back;
  Partner partner(context.there(), [&](const std::atomic<bool>& stop) {
    for (std::uint32_t turn = 0; !stop.load(std::memory_order_relaxed);) {  // with Partner::end
      there.wait(turn);
      if (there.value() == turn) continue;
      turn = there.value();
      back.ring(turn);
    }
  });
  partner.wait_until_running(context.budget);
  Samples samples;
  for (std::uint32_t turn = 1; turn <= kLeastWakeUps || (turn <= kWakeUps && context.budget.left()); ++turn) {
    pause_for(kPauseNs);
    const std::uint64_t began = read_tsc();
    there.ring(turn);
    bool slept = false;
    while (back.value() != turn && !context.budget.cancelled()) slept = back.wait(turn - 1) || slept;
    // Half of it there and half of it back. Who did not fall asleep was not woken.
    if (slept) samples.add(ticks_to_ns(read_tsc() - began) / 2);
  }
  partner.finish();
  if (samples.count() == 0) throw Refused({"disturbed", ""});
  return {"", samples.quartiles(), ""};
}

}  // namespace

ProbeResult probe_context_switch(const Context& context) {
  ProbeResult result;
  add_figure(result, "switch", [&] { return measure_switch({context.cpus, context.budget.part(0.5), ""}); });
  add_figure(result, "wake-up", [&] { return measure_wake_up(context); });
  return result;
}

}  // namespace lab::probes
