#include "netload/closed_loop.hpp"

#include "core/clock.hpp"
#include "lab/arm.hpp"

namespace lab {
namespace {

constexpr double kPatienceSeconds = 0.2;    // an answer that takes longer counts as that long (measurement.md 2.2)
constexpr std::uint64_t kMostSilences = 5;  // in a row: nobody is there any more
constexpr std::uint64_t kOrderBits = 32;    // sequence numbers: the order's in the upper half, the item's in the lower
constexpr std::int64_t kOrderLimitNs = 3'000'000'000;  // less than what the conductor waits for an answer

std::string text(std::uint64_t number) { return std::to_string(number); }

}  // namespace

ClosedLoop::ClosedLoop(const wire::Wire& wire, const ClosedLoopPlan& plan)
    : plan_(plan),
      port_(wire, plan.path),
      messages_(static_cast<std::uint64_t>(monotonic_raw_ns()), hops_on(plan.path)),
      stalls_(tsc_hz()),
      patience_ticks_(static_cast<std::uint64_t>(kPatienceSeconds * tsc_hz())),
      out_(std::make_unique<std::byte[]>(plan.bytes)),
      in_(std::make_unique<std::byte[]>(kMostMessage)) {}

std::optional<wire::Wrong> ClosedLoop::carry(const Order& order, wire::Carried& carried) {
  messages_.reseed(order.seed);
  latencies_.clear();
  stalls_.clear();
  seen_ = {};
  first_sequence_ = order.sequence << kOrderBits;
  port_.drain();
  // The first exchange wakes the DUT and fills caches; it is not timed.
  std::uint64_t silences = exchange(first_sequence_) == Reply::kNone ? 1 : 0;
  latencies_.clear();
  stalls_.clear();
  seen_ = {};
  const std::int64_t limit = monotonic_raw_ns() + kOrderLimitNs;
  const std::uint64_t began = read_tsc();
  for (std::uint64_t i = 1; i <= order.items && wrong_.empty(); ++i) {
    const Reply reply = exchange(first_sequence_ + i);
    silences = reply == Reply::kNone ? silences + 1 : 0;
    if (silences > kMostSilences) {
      return wire::Wrong{kDriverSawNoReply, "Message after message went unanswered, for " + text(kMostSilences) +
                                                " times 200 ms: the program does not receive, or does not send."};
    }
    if ((i % 64 == 0 || reply == Reply::kNone) && monotonic_raw_ns() > limit) break;
  }
  seen_.elapsed_ticks = read_tsc() - began;
  if (wrong_.empty() && port_.receive({in_.get(), kMostMessage}) >= 0) {
    wrong_ = "One message went in, and more than one answer came back.";
  }
  if (!wrong_.empty()) return wire::Wrong{kDriverSawWrongReply, wrong_};
  latencies_.report(seen_);
  stalls_.report(seen_);
  carried = {seen_.received, seen_};
  return std::nullopt;
}

ClosedLoop::Reply ClosedLoop::exchange(std::uint64_t sequence) {
  messages_.write(sequence, {out_.get(), plan_.bytes});
  const std::uint64_t sent_at = read_tsc();
  port_.send({out_.get(), plan_.bytes});
  ++seen_.sent;
  return wait_for(sequence, sent_at);
}

ClosedLoop::Reply ClosedLoop::wait_for(std::uint64_t sequence, std::uint64_t sent_at) {
  stalls_.begin(read_tsc());
  for (;;) {
    const ssize_t size = port_.receive({in_.get(), kMostMessage});
    const std::uint64_t now = read_tsc();
    if (size >= 0) {
      const Reply reply = judge(sequence, size);
      if (reply == Reply::kRight) latencies_.add(now - sent_at);
      if (reply != Reply::kNone) return reply;
      stalls_.begin(read_tsc());
      continue;
    }
    stalls_.look(now);
    if (now - sent_at > patience_ticks_) {
      latencies_.add(patience_ticks_);
      ++seen_.lost;
      return Reply::kNone;
    }
    relax_cpu();
  }
}

// kNone: late by so much that we had given it up, and no reason to stop waiting for this one.
ClosedLoop::Reply ClosedLoop::judge(std::uint64_t sequence, ssize_t size) {
  const std::span<const std::byte> got(
      in_.get(), static_cast<std::size_t>(size) < kMostMessage ? static_cast<std::size_t>(size) : kMostMessage);
  if (got.size() == plan_.bytes && messages_.is(sequence, got)) {
    ++seen_.received;
    return Reply::kRight;
  }
  const std::uint64_t theirs = Messages::sequence_of(got);
  if (seen_.lost != 0 && got.size() == plan_.bytes && theirs < sequence && messages_.is(theirs, got)) {
    return Reply::kNone;
  }
  if (got.size() != plan_.bytes) {
    wrong_ = "A message of " + text(plan_.bytes) + " bytes came back as " + text(got.size()) + " bytes.";
  } else if (theirs < sequence && theirs >= first_sequence_) {
    wrong_ = "An answer came twice: it belongs to an earlier message than the one that was waiting for its own.";
  } else {
    wrong_ = "What came back was not what was sent: of " + text(plan_.bytes) + " bytes some were others.";
  }
  ++seen_.corrupted;
  return Reply::kWrong;
}

}  // namespace lab
