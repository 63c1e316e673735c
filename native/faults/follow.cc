// The SIGSYS handler: looks at a call, draws what happens to it, carries it out through the gate, writes down what the
// caller saw. It runs in the thread that made the call and uses nothing but the gate: any other way into the kernel
// would be trapped again.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>

#include "faults/filter.hpp"
#include "faults/gate.hpp"
#include "faults/schedule.hpp"
#include "faults/trapped.hpp"

namespace lab::faults {
namespace {

constexpr std::size_t kKept = 16;  // calls, for a story that is as long

constinit Dice dice;
constinit Counts total;
constinit Made latest[kKept] = {};
constinit Made told[kKept] = {};
constinit std::uint64_t made_so_far = 0;
constinit int watching = 0;
constinit thread_local bool exempt = false;

void count(std::uint64_t& counter, std::uint64_t by = 1) noexcept {
  __atomic_fetch_add(&counter, by, __ATOMIC_RELAXED);
}

std::int64_t carry_out(long number, const Arguments& a) noexcept {
  return lab_faults_gate(number, a.at[0], a.at[1], a.at[2], a.at[3], a.at[4], a.at[5]);
}

bool is_socket(std::int64_t descriptor) noexcept {
  int type = 0;
  socklen_t size = sizeof type;
  return lab_faults_gate(SYS_getsockopt, descriptor, SOL_SOCKET, SO_TYPE, reinterpret_cast<std::int64_t>(&type),
                         reinterpret_cast<std::int64_t>(&size), 0) == 0;
}

const Kind* kind_of(long number, std::int64_t descriptor) noexcept {
  for (const Kind& kind : kKinds) {
    if (kind.number == number) return &kind;
  }
  for (const Kind& kind : kFileKinds) {
    if (kind.number == number) return is_socket(descriptor) ? &kind : nullptr;
  }
  return nullptr;
}

// Which argument says how much is asked for, and so can be made smaller; negative where none can.
int amount_argument(long number) noexcept {
  return number == SYS_recvmmsg || number == SYS_sendmmsg || number == SYS_epoll_pwait || number == SYS_epoll_pwait2
#if defined(__x86_64__)
                 || number == SYS_epoll_wait
#endif
             ? 2
             : -1;
}

std::uint32_t asked_for(const Kind& kind, const Arguments& a) noexcept {
  switch (kind.call) {
    case Call::kRecvmsg:
    case Call::kSendmsg:
      return 1;
    case Call::kWait:
      return static_cast<std::uint32_t>(amount_argument(kind.number) == 2 ? a.at[2] : a.at[1]);
    default:
      return static_cast<std::uint32_t>(a.at[2]);
  }
}

bool blocks(const Kind& kind, const Arguments& a) noexcept {
  const bool batch = kind.call == Call::kRecvmmsg || kind.call == Call::kSendmmsg || kind.call == Call::kRecv ||
                     kind.call == Call::kSend;
  const bool single = kind.call == Call::kRecvmsg || kind.call == Call::kSendmsg;
  const std::int64_t flags = batch ? a.at[3] : single ? a.at[2] : 0;
  if ((flags & MSG_DONTWAIT) != 0) return false;
  return (lab_faults_gate(SYS_fcntl, a.at[0], F_GETFL, 0, 0, 0, 0) & O_NONBLOCK) == 0;
}

// Registers hold addresses as numbers.
template <typename T>
const T* pointer_in(std::int64_t argument) noexcept {
  return reinterpret_cast<const T*>(argument);  // NOLINT(performance-no-int-to-ptr)
}

// Whether the (first) message that is sent comes with control data. A bad address ends in SIGSEGV, as it would outside.
bool has_control(const Kind& kind, const Arguments& a) noexcept {
  if (kind.call == Call::kSendmmsg) return a.at[2] > 0 && pointer_in<mmsghdr>(a.at[1])->msg_hdr.msg_controllen != 0;
  return kind.call == Call::kSendmsg && pointer_in<msghdr>(a.at[1])->msg_controllen != 0;
}

// The fault if it can happen to this call, as a negative errno; 0 where it cannot, and for kShort.
std::int64_t error_of(Fault fault, const Kind& kind, const Arguments& a) noexcept {
  const bool sends = kind.direction == Direction::kSend;
  switch (fault) {
    case Fault::kAgain:
      return kind.direction != Direction::kWait && !blocks(kind, a) ? -EAGAIN : 0;
    case Fault::kInterrupted:
      return -EINTR;
    case Fault::kNoBuffers:
      return sends ? -ENOBUFS : 0;
    case Fault::kRefused:
      return sends ? -ECONNREFUSED : 0;
    case Fault::kNoSegments:
      return has_control(kind, a) ? -EIO : 0;
    case Fault::kNone:
    case Fault::kShort:
      break;
  }
  return 0;
}

void write_down(const Kind& kind, std::uint32_t asked, std::int64_t result, bool injected) noexcept {
  count(total.calls[static_cast<std::size_t>(kind.call)]);
  if (injected) count(total.faults);
  if (result > 0 || (result == 0 && kind.call != Call::kWait)) {
    const bool many = kind.call == Call::kRecvmmsg || kind.call == Call::kSendmmsg;
    const std::uint64_t messages = many ? static_cast<std::uint64_t>(result) : 1;
    if (kind.direction == Direction::kReceive) count(total.received, messages);
    if (kind.direction == Direction::kSend) count(total.sent, messages);
  }
  const std::uint64_t number = __atomic_fetch_add(&made_so_far, 1, __ATOMIC_RELAXED);
  latest[number % kKept] = {kind.call, asked, result, injected};
}

std::int64_t meet(const Kind& kind, Arguments a) noexcept {
  const Happening happening = dice.draw(kind.direction);
  const std::uint32_t asked = asked_for(kind, a);
  if (const std::int64_t error = error_of(happening.fault, kind, a); error != 0) {
    write_down(kind, asked, error, true);
    return error;
  }
  const int at = amount_argument(kind.number);
  const bool shortens = happening.fault == Fault::kShort && at >= 0 && a.at[at] > happening.amount;
  if (shortens) a.at[at] = happening.amount;
  const std::int64_t result = carry_out(kind.number, a);
  write_down(kind, asked, result, shortens && result == happening.amount);
  return result;
}

void on_call(int, siginfo_t* info, void* context) noexcept {
  Registers registers(context);
  const Arguments a = registers.arguments();
  const long number = info->si_syscall;
  const bool judged = __atomic_load_n(&watching, __ATOMIC_RELAXED) != 0 && !exempt;
  const bool is_call = is_known(*info);
  const Kind* const kind = is_call ? kind_of(number, a.at[0]) : nullptr;
  if (judged && is_in_program(info->si_call_addr)) count(total.outside);
  if (kind != nullptr) {
    registers.set_result(judged ? meet(*kind, a) : carry_out(number, a));
    return;
  }
  for (const Kind& file : kFileKinds) {
    if (is_call && file.number == number) return registers.set_result(carry_out(number, a));  // a pipe or a file
  }
  count(total.refused);
  registers.set_result(number == SYS_rt_sigaction ? -EPERM : -ENOSYS);
}

}  // namespace

bool follow() noexcept {
  static bool following = false;
  if (following) return true;
  struct sigaction action {};
  action.sa_sigaction = on_call;
  action.sa_flags = SA_SIGINFO | SA_RESTART | SA_NODEFER;  // a handler of the caller's may interrupt a call that waits
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGSYS, &action, nullptr) != 0) return false;
  following = install_filter(reinterpret_cast<std::uint64_t>(&lab_faults_gate_return));
  return following;
}

Watch::Watch(const Schedule& schedule) noexcept {
  dice.begin(schedule);
  total = {};
  made_so_far = 0;
  __atomic_store_n(&watching, 1, __ATOMIC_RELEASE);
}

Watch::Watch() noexcept {
  made_so_far = 0;
  __atomic_store_n(&watching, 1, __ATOMIC_RELEASE);
}

Watch::~Watch() { __atomic_store_n(&watching, 0, __ATOMIC_RELEASE); }

void exempt_this_thread() noexcept { exempt = true; }

Counts counts() noexcept { return total; }

std::span<const Made> made() noexcept {
  const std::uint64_t all = __atomic_load_n(&made_so_far, __ATOMIC_RELAXED);
  const std::size_t shown = all < kKept ? all : kKept;
  for (std::size_t i = 0; i < shown; ++i) told[i] = latest[(all - shown + i) % kKept];
  return {told, shown};
}

const char* name_of(Call call) noexcept {
  constexpr const char* kNames[kCalls] = {"recvmmsg", "recvmsg", "recv",  "read", "sendmmsg",
                                          "sendmsg",  "send",    "write", "poll"};
  return kNames[static_cast<std::size_t>(call)];
}

}  // namespace lab::faults
