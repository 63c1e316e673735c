// Faults on the kernel's border: makes the calls that move datagrams come back short, with EAGAIN, EINTR, ENOBUFS or
// ECONNREFUSED, on a schedule, and counts them. A real kernel does all of this, but on the day of the release and not
// in a check: none of it happens on loopback with an empty queue.
//
// The border itself is watched, not the names in the C library: a seccomp filter (seccomp(2)) lets these calls raise
// SIGSYS in the thread that makes them, and the handler carries them out, or does not, through a gate that the filter
// knows by its address. So it makes no difference whether a call comes from `sendmmsg`, from `syscall(SYS_sendmmsg)`,
// from assembly or from a C library that was linked statically: all of them meet the same faults and are counted. It
// needs no privilege, no second process and nothing in the environment, works inside the sandbox, and the sanitizers'
// own wrappers around these functions stay where they are. The price is a signal per call, some two microseconds.
//
// What was rejected: LD_PRELOAD and linker's --wrap see names only; seccomp's user notification and ptrace need a
// supervisor that may look into the process, and two context switches per call.
//
// What it cannot follow it refuses and reports: io_uring moves datagrams without a call for each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lab::faults {

// The calls that move datagrams, and those that wait for them.
enum class Call : std::uint8_t {
  kRecvmmsg,
  kRecvmsg,
  kRecv,  // recv, recvfrom
  kRead,  // read, readv, on a socket between kFirstFollowed and kLastFollowed
  kSendmmsg,
  kSendmsg,
  kSend,   // send, sendto
  kWrite,  // write, writev, likewise
  kWait,   // poll, ppoll, select, pselect, epoll_wait, epoll_pwait, epoll_pwait2
};
inline constexpr std::size_t kCalls = 9;

// What can happen to a call. A fault that cannot happen to it, such as EAGAIN on a blocking socket, does not.
enum class Fault : std::uint8_t {
  kNone,
  kShort,        // recvmmsg and sendmmsg do the first `amount` of their messages; epoll_wait tells of `amount` events
  kAgain,        // EAGAIN: nothing there, or no room, on a socket that does not block
  kInterrupted,  // EINTR
  kNoBuffers,    // ENOBUFS from a send: the device's queue is full; nothing was taken
  kRefused,      // ECONNREFUSED from a send: news of a datagram sent earlier (ip(7)); nothing was taken
  kNoSegments,  // EIO from a send with control data, as where UDP_SEGMENT is asked of an IPsec route; nothing was taken
};

struct Happening {
  Fault fault = Fault::kNone;
  std::uint32_t amount = 0;  // kShort: 1 or more; 0 lets the schedule's seed choose
};

// Chances in 256 that a call meets a fault. Their sum is at most 256.
struct Chances {
  std::uint8_t shortened = 0;
  std::uint8_t again = 0;
  std::uint8_t interrupted = 0;
  std::uint8_t no_buffers = 0;
  std::uint8_t refused = 0;
  std::uint8_t no_segments = 0;
};

// What happens to the calls of one side: first the script, a happening per call, then by chance.
struct Side {
  std::span<const Happening> script = {};  // must outlive the schedule's use
  Chances chances = {};
};

struct Schedule {
  std::uint64_t seed = 0;
  Side receive = {};
  Side send = {};
  Side wait = {};
};

struct Counts {
  std::uint64_t calls[kCalls] = {};
  std::uint64_t received = 0;  // messages; a segmented one counts once
  std::uint64_t sent = 0;
  std::uint64_t faults = 0;   // that were injected
  std::uint64_t outside = 0;  // calls made by the program itself instead of by the C library
  std::uint64_t refused = 0;  // calls that cannot be followed: io_uring, or another handler for SIGSYS

  [[nodiscard]] std::uint64_t of(Call call) const noexcept { return calls[static_cast<std::size_t>(call)]; }
  [[nodiscard]] std::uint64_t all() const noexcept {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : calls) sum += count;
    return sum;
  }
};

// One call that was made, for a story.
struct Made {
  Call call = Call::kWait;
  std::uint32_t asked = 0;  // messages, events or bytes
  std::int64_t result = 0;  // what the caller saw: a count, or a negative errno
  bool injected = false;
};

// read and write are followed on these descriptors only, since everybody calls them; a check keeps its sockets there.
// Above what a program opens by itself, below the check's own channel and lab-launch's limit of 64.
inline constexpr int kFirstFollowed = 16;
inline constexpr int kLastFollowed = 39;

// From now on, for as long as the process lives, its threads' calls are followed. A thread that blocks SIGSYS must not
// make any. False where the kernel has no seccomp filters. Call it before any code of the learner's runs.
bool follow() noexcept;

// While one of these lives, the calls of every thread that has not said exempt_this_thread() meet the schedule and are
// counted. One at a time. Outside, calls go through untouched.
class Watch {
 public:
  // Begins a schedule, with all counts at zero.
  explicit Watch(const Schedule& schedule) noexcept;
  // Goes on where the one before has stopped: between the two, the check has been at the other end of the wire.
  Watch() noexcept;
  ~Watch();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
};

// The calling thread is the check's own: it sends and receives at the other end.
void exempt_this_thread() noexcept;

// Since a schedule was begun.
Counts counts() noexcept;
// The latest calls of the latest Watch, also after its end, the oldest first: as many as there were, at most 16.
std::span<const Made> made() noexcept;

// `recvmmsg`, `poll`: what people call it.
const char* name_of(Call call) noexcept;

}  // namespace lab::faults
