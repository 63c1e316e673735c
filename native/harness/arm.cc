// `main` of every arm program: takes orders from the channel, has the threads carry them out, answers with a proof.
//
// The main thread lives in recv(); the workers sleep in a futex. An arm without an order uses no CPU time at all, so
// that it cannot disturb the arm that is being measured.
#include "lab/arm.hpp"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace lab {

void yield_cpu() noexcept { sched_yield(); }

void Histogram::clear() noexcept { memset(counts_, 0, sizeof counts_); }

void Histogram::add_all(const Histogram& other) noexcept {
  for (std::size_t i = 0; i < kMaxBuckets; ++i) counts_[i] += other.counts_[i];
}

std::size_t Histogram::copy_to(std::span<Bucket, kMaxBuckets> out) const noexcept {
  std::size_t used = 0;
  for (std::size_t i = 0; i < kMaxBuckets; ++i) {
    if (counts_[i] != 0) out[used++] = Bucket{lower_bound(i), counts_[i]};
  }
  return used;
}

namespace {

constexpr int kOsError = 71;        // sysexits.h EX_OSERR: the machine refused something, not the learner's fault
constexpr int kProtocolError = 76;  // sysexits.h EX_PROTOCOL: an order that this arm cannot read

[[noreturn]] void give_up(int exit_code, const char* what) {
  fprintf(stderr, "arm: %s: %s\n", what, errno != 0 ? strerror(errno) : "not understood");
  _exit(exit_code);
}

// A number that threads sleep on. Values only grow.
class Signal {
 public:
  [[nodiscard]] std::uint32_t value() const noexcept { return value_.load(std::memory_order_acquire); }

  // Sleeps until the value is no longer `seen`; returns the new one. Partner of the acquire: the release in raise().
  std::uint32_t wait_beyond(std::uint32_t seen) noexcept {
    std::uint32_t now = value();
    for (; now == seen; now = value()) syscall(SYS_futex, &value_, FUTEX_WAIT_PRIVATE, seen, nullptr, nullptr, 0);
    return now;
  }

  void raise() noexcept {
    value_.fetch_add(1, std::memory_order_release);  // partner: acquire in value()
    syscall(SYS_futex, &value_, FUTEX_WAKE_PRIVATE, kMaxCpus, nullptr, nullptr, 0);
  }

 private:
  std::atomic<std::uint32_t> value_{0};
};

struct alignas(128) Worker {  // 128: two lines, the adjacent-line prefetcher's unit; workers write side by side
  pthread_t handle;
  std::uint32_t index;
  std::uint32_t cpu;
  Received received;
  Histogram histogram;
};

struct AnswerPacket {
  Answer answer;
  Bucket buckets[kMaxBuckets];
};

struct Arm {
  ArmProgram program;
  Order order;
  Barrier* barrier;
  Signal start;
  Signal done;
  std::atomic<std::uint32_t> running{0};
  Worker workers[kMaxCpus];
  AnswerPacket packet;
};

Arm arm;  // static: nothing is allocated after the start, and nothing moves

constexpr std::uint32_t kNoCpu = ~std::uint32_t{0};

void pin(Worker& worker) {
  const std::uint32_t cpu = arm.order.cpus[worker.index];
  if (cpu == worker.cpu) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) give_up(kOsError, "cannot move a thread to its CPU");
  worker.cpu = cpu;
}

void* work(void* argument) {
  Worker& worker = *static_cast<Worker*>(argument);
  for (std::uint32_t seen = 0;;) {
    seen = arm.start.wait_beyond(seen);
    pin(worker);
    const bool records = (arm.order.flags & kRecordDistribution) != 0;
    if (records) worker.histogram.clear();
    const Lane lane{arm.order, worker.index, *arm.barrier, records ? &worker.histogram : nullptr};
    worker.received = arm.program.workloads[arm.order.workload](lane);
    // Partner of this acq_rel: the same line in the other workers; then raise() hands all results to the main thread.
    if (arm.running.fetch_sub(1, std::memory_order_acq_rel) == 1) arm.done.raise();
  }
  return nullptr;
}

void carry_out() {
  arm.program.prepare(arm.order);
  arm.running.store(arm.program.threads, std::memory_order_relaxed);  // the workers sleep; raise() publishes it
  const std::uint32_t before = arm.done.value();
  arm.start.raise();
  arm.done.wait_beyond(before);
}

// One thread records, or each records its part: the answer carries the sum.
std::size_t merge_histograms() {
  static Histogram merged;
  merged.clear();
  for (std::uint32_t i = 0; i < arm.program.threads; ++i) merged.add_all(arm.workers[i].histogram);
  return merged.copy_to(arm.packet.buckets);
}

void answer() {
  Received total;
  for (std::uint32_t i = 0; i < arm.program.threads; ++i) {
    total.items += arm.workers[i].received.items;
    total.digest += arm.workers[i].received.digest;
  }
  const bool records = (arm.order.flags & kRecordDistribution) != 0;
  const std::size_t buckets = records ? merge_histograms() : 0;
  arm.packet.answer = Answer{kAnswerMagic,
                             static_cast<std::uint32_t>(buckets),
                             answer_proof(arm.order.cookie, total.digest, total.items),
                             arm.order.sequence,
                             total.items,
                             total.digest,
                             {}};
  const std::size_t size = sizeof(Answer) + buckets * sizeof(Bucket);
  if (send(kChannelFd, &arm.packet, size, MSG_NOSIGNAL) != static_cast<ssize_t>(size)) {
    give_up(kOsError, "cannot answer");
  }
}

// False when the conductor has closed the channel: it is done with this arm.
bool next_order() {
  ssize_t size = 0;
  do {
    size = recv(kChannelFd, &arm.order, sizeof arm.order, 0);
  } while (size < 0 && errno == EINTR);
  if (size == 0 || (size < 0 && errno == ECONNRESET)) return false;
  if (size < 0) give_up(kOsError, "cannot receive an order");
  errno = 0;
  const Order& order = arm.order;
  if (size != sizeof order || order.magic != kOrderMagic || order.version != kProtocolVersion ||
      order.workload >= arm.program.workloads.size() || order.cpu_count < arm.program.threads) {
    give_up(kProtocolError, "an order");
  }
  return true;
}

// Writes a byte of every page, for real: reading alone maps the shared page of zeros.
void touch(std::span<std::byte> memory) {
  constexpr std::size_t kPage = 4096;  // the smallest page of the kernels we run on
  for (std::size_t i = 0; i < memory.size(); i += kPage) const_cast<volatile std::byte&>(memory[i]) = std::byte{0};
}

void start_workers() {
  for (std::uint32_t i = 0; i < arm.program.threads; ++i) {
    Worker& worker = arm.workers[i];
    worker.index = i;
    worker.cpu = kNoCpu;
    errno = pthread_create(&worker.handle, nullptr, work, &worker);
    if (errno != 0) give_up(kOsError, "cannot start a thread");
  }
}

}  // namespace
}  // namespace lab

int main() {
  using namespace lab;
  touch(std::as_writable_bytes(std::span(&arm, 1)));  // before anything is in it
  arm.program = arm_program();
  static Barrier barrier(arm.program.threads);
  arm.barrier = &barrier;
  touch(arm.program.memory);
  start_workers();
  const Hello hello{kHelloMagic, kProtocolVersion, 0};
  if (send(kChannelFd, &hello, sizeof hello, MSG_NOSIGNAL) != sizeof hello) give_up(kOsError, "cannot say hello");
  while (next_order()) {
    carry_out();
    answer();
  }
  _exit(0);  // the workers still sleep; there is nothing to hand back
}
