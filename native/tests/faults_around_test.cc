// native/faults: there is no way around it. Calls in assembly, through syscall() and of statically linked programs meet
// the schedule; what cannot be followed is refused and reported.
#include "faults/wire.hpp"

using lab::faults::Call;
using lab::faults::Counts;
using lab::faults::Fault;
using lab::faults::Happening;
using lab::faults::Schedule;
using lab::faults::Watch;
using testing::expect;
using testing::it;

using namespace faulted;

namespace {

#if defined(__x86_64__)
long by_hand(long number, long a, long b, long c, long d) {
  register long r10 asm("r10") = d;
  long result = number;
  asm volatile("syscall" : "+a"(result) : "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
  return result;
}
#elif defined(__aarch64__)
long by_hand(long number, long a, long b, long c, long d) {
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  asm volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
  return x0;
}
#endif

void leaves_no_way_around() {
  it("meets a call through syscall() like any other", [] {
    const Wire wire;
    Batch batch;
    constexpr Happening kScript[] = {{Fault::kShort, 2}};
    const Watch watch(send_script(kScript));
    const long sent = syscall(SYS_sendmmsg, wire.near(), batch.messages(), kBatch, 0);
    expect(sent == 2 && lab::faults::counts().of(Call::kSendmmsg) == 1, told(lab::faults::counts()));
  });
  it("meets a call in assembly, and says that it did not come from the C library", [] {
    const Wire wire;
    Batch batch;
    constexpr Happening kScript[] = {{Fault::kAgain}};
    const Watch watch(send_script(kScript));
    const auto messages = reinterpret_cast<long>(batch.messages());
    const long refused = by_hand(SYS_sendmmsg, wire.near(), messages, kBatch, 0);
    const long sent = by_hand(SYS_sendmmsg, wire.near(), messages, kBatch, 0);
    const Counts counts = lab::faults::counts();
    expect(refused == -EAGAIN && sent == kBatch, std::to_string(refused) + ", " + std::to_string(sent));
    expect(counts.of(Call::kSendmmsg) == 2 && counts.outside == 2, told(counts));
  });
  it("refuses io_uring, and says so", [] {
    const Watch watch(Schedule{});
    const long ring = syscall(SYS_io_uring_setup, 4, nullptr);
    expect(ring == -1 && errno == ENOSYS && lab::faults::counts().refused == 1, told(lab::faults::counts()));
  });
  it("does not let its handler be replaced, and says so", [] {
    const Watch watch(Schedule{});
    const bool replaced = signal(SIGSYS, SIG_IGN) != SIG_ERR;
    const Wire wire;
    Batch batch;
    expect(!replaced && batch.send(wire.near()) == kBatch, "the handler was replaced");
    expect(lab::faults::counts().refused == 1 && lab::faults::counts().all() == 1, told(lab::faults::counts()));
  });
  it("leaves other signals' handlers to the program", [] {
    const Watch watch(Schedule{});
    expect(signal(SIGUSR1, SIG_IGN) != SIG_ERR && lab::faults::counts().refused == 0, "refused");
  });
}

// Before this process is followed: the filter would be theirs, too, and the handler would not.
void follows_other_programs() {
  it("meets the calls of a program that is linked statically", [] {
    const testing::Ran ran = testing::run({FAULTED_STATIC});
    expect(ran.code == 0 && ran.out == "short 1 counted 1\n", ran.story());
  });
  it("works under the launcher, with no privileges and a filter of its own", [] {
    const testing::Ran ran = testing::run({LAUNCH, "--", FAULTED_STATIC});
    expect(ran.code == 0 && ran.out == "short 1 counted 1\n", ran.story());
  });
}

}  // namespace

int main() {
  follows_other_programs();
  if (!lab::faults::follow()) {
    std::printf("skip  this kernel has no seccomp filters\n");
    return 77;
  }
  leaves_no_way_around();
  return testing::exit_code();
}
