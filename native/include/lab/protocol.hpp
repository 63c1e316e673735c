// The conversation between the trial conductor (trusted, outside) and an arm (a process that holds learner code).
//
// Transport: one SOCK_SEQPACKET socket pair, the arm's end is file descriptor 3, so that a stray write by the learner's
// code arrives as a frame of its own and cannot be taken for part of an answer. The conductor sends Orders; the arm
// sends one Hello, then one Answer (followed by `bucket_count` Buckets in the same packet) per Order. Nothing that an
// arm says about *time* is evidence: the conductor times the conversation.
//
// An arm may also be a *driver*: a load generator of ours that has started the program with learner code as its
// sandboxed child, drives it with packets, and answers with what it has counted and timed itself. The child never has
// this channel, so a driver is believed (Answer::seen); the conductor knows from its configuration which kind it talks
// to.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lab {

inline constexpr int kChannelFd = 3;
inline constexpr std::uint32_t kProtocolVersion = 3;
inline constexpr std::uint32_t kHelloMagic = 0x4c414248;   // "LABH"
inline constexpr std::uint32_t kOrderMagic = 0x4c41424f;   // "LABO"
inline constexpr std::uint32_t kAnswerMagic = 0x4c414241;  // "LABA"
inline constexpr std::size_t kMaxCpus = 4;
inline constexpr std::size_t kMaxBuckets = 1024;

struct Hello {
  std::uint32_t magic;
  std::uint32_t version;
  std::int32_t measured_pid;  // of a driver: the process whose CPU time counts; otherwise 0, the sender itself
};

// Order::flags
inline constexpr std::uint32_t kRecordDistribution = 1;  // answer with a histogram of single items
inline constexpr std::uint32_t kFindRate = 2;            // of a driver: find its program's loss-free rate, Seen::rate

struct Order {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint32_t workload;  // metric.workload in exercise.json
  std::uint32_t flags;
  std::uint64_t cookie;  // fresh per order; the answer must prove that it knows it
  std::uint64_t sequence;
  std::uint64_t seed;   // fresh per order: the stream's first value
  std::uint64_t items;  // how many items to carry
  double rate;          // of a driver, in an open loop: how many a second; 0: whatever its traffic says
  std::uint32_t cpu_count;
  std::uint32_t cpus[kMaxCpus];  // where the arm's threads belong: [0] producer / client, [1] consumer / server
};

// Percentiles that a driver reports, in ticks, in this order.
enum SeenPercentile : std::uint32_t { kP50, kP90, kP99, kP999, kPMax, kSeenPercentiles };

// Stalls of a driver's own waiting loop, which nothing but the machine can cause: how many were longer than
// kFirstStallNs, longer than twice that, … The judge holds them against a percentile (measurement.md 2.2).
inline constexpr std::size_t kStallClasses = 8;
inline constexpr std::uint64_t kFirstStallNs = 4000;  // half of the shortest round trip that any line was drawn at

// What a driver has counted and timed on its side of the wire. All zero from every other arm.
struct Seen {
  std::uint64_t elapsed_ticks;  // from the first packet's intended time to the last one's arrival
  std::uint64_t sent;
  std::uint64_t received;    // distinct ones, intact
  std::uint64_t lost;        // sent, and not there when the time was up
  std::uint64_t duplicated;  // came a second time
  std::uint64_t reordered;   // came after a later one of the same flow
  std::uint64_t corrupted;   // not what was sent
  std::uint64_t samples;     // latencies behind the percentiles; a lost packet counts with the time it was waited for
  std::uint64_t latency_ticks[kSeenPercentiles];
  std::uint64_t stalls[kStallClasses];
  std::uint64_t late_ticks[kSeenPercentiles];  // open loop: how far behind its schedule the driver itself was
  std::uint64_t burst;                         // open loop: how many were due at the same moment
  std::uint64_t missed;                        // open loop: answers that found no room with the driver itself
  double rate;  // kFindRate: the highest rate, a second, at which nothing was lost in most of its trials
};

// Exit codes of a driver. The sentence for the learner is the end of its standard error.
inline constexpr int kDriverSawWrongReply = 65;  // sysexits.h EX_DATAERR
inline constexpr int kDriverSawNoReply = 69;     // EX_UNAVAILABLE
inline constexpr int kDriverLostDut = 70;        // EX_SOFTWARE: the program that was driven has ended
inline constexpr int kDriverMachineFault = 71;   // EX_OSERR: nobody's fault but the machine's

struct Answer {
  std::uint32_t magic;
  std::uint32_t bucket_count;
  std::uint64_t proof;  // answer_proof(order.cookie, digest, items)
  std::uint64_t sequence;
  std::uint64_t items;   // items that came out at the far end
  std::uint64_t digest;  // of what came out, in the order it came out
  Seen seen;
};

// One bucket of the arm's own latency histogram: shown to the learner, never judged.
struct Bucket {
  std::uint64_t ticks;  // lower bound, in time-stamp counter ticks
  std::uint64_t count;
};

// Every in-process workload carries the same kind of stream, so the conductor can know what must come out:
// item i (from 0) has the value seed + i * kStreamStep (mod 2^64).
inline constexpr std::uint64_t kStreamStep = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio (Knuth, TAOCP 3, 6.4)

constexpr std::uint64_t stream_value(std::uint64_t seed, std::uint64_t index) noexcept {
  return seed + index * kStreamStep;
}

// Order-sensitive digest of a stream: sum of value_i * (2 i + 1), mod 2^64. Two adds and a multiply per item, so that
// checking inside the timed slice costs about a nanosecond; a lost, repeated, swapped or torn item changes it.
class StreamDigest {
 public:
  void add(std::uint64_t value) noexcept {
    sum_ += value * weight_;
    weight_ += 2;
  }
  [[nodiscard]] std::uint64_t value() const noexcept { return sum_; }

 private:
  std::uint64_t sum_ = 0;
  std::uint64_t weight_ = 1;
};

// Closed form of the digest of an undamaged stream: seed n^2 + step * sum(2 i^2 + i).
constexpr std::uint64_t expected_digest(std::uint64_t seed, std::uint64_t items) noexcept {
  using Wide = unsigned __int128;
  const Wide n = items;
  const Wide squares = n == 0 ? 0 : (n - 1) * n * (2 * n - 1) / 3;  // 2 * sum i^2; exact below n = 2^42
  const Wide linear = n == 0 ? 0 : n * (n - 1) / 2;
  return static_cast<std::uint64_t>(seed * n * n + kStreamStep * static_cast<std::uint64_t>(squares + linear));
}

// Ties an answer to its order. Not cryptography: it stops accidents and lazy forgery, not an attacker in the process.
constexpr std::uint64_t answer_proof(std::uint64_t cookie, std::uint64_t digest, std::uint64_t items) noexcept {
  std::uint64_t mixed = cookie ^ (digest + kStreamStep) ^ (items << 17);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;  // SplitMix64's finalizer (Steele et al., OOPSLA 2014)
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
  return mixed ^ (mixed >> 31);
}

}  // namespace lab
