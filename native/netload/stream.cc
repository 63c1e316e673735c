#include "netload/stream.hpp"

#include <algorithm>
#include <cmath>

#include "core/clock.hpp"
#include "lab/arm.hpp"
#include "netload/default_queue.hpp"

namespace lab {
namespace {

constexpr double kPatienceSeconds = 0.05;  // without anything coming back; then what is under way counts as lost (2.3)
constexpr std::uint64_t kMostSilences = 5;
constexpr std::uint64_t kOrderBits = 32;  // sequence numbers: the order's in the upper half, the item's in the lower
constexpr std::int64_t kOrderLimitNs = 3'000'000'000;  // less than what the conductor waits for an answer
constexpr double kLeadSeconds = 20e-6;                 // between the schedule's start and its first message
constexpr std::uint64_t kMostInBurst = 8192;  // what our own queue holds of the answers, where the kernel grants it

std::uint64_t burst_of(const wire::Wire& wire, const Traffic& traffic) {
  if (traffic.arrivals != Traffic::Arrivals::kBursts) return 1;
  const auto held = static_cast<double>(held_by_default(wire, traffic.bytes, kMostInBurst));
  return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(std::ceil(traffic.burst * held)), 1, kMostInBurst);
}

}  // namespace

Stream::Stream(const wire::Wire& wire, const Traffic& traffic)
    : traffic_(traffic),
      port_(wire, traffic.path),
      out_(traffic.bytes),
      in_(port_, traffic.bytes),
      messages_(static_cast<std::uint64_t>(monotonic_raw_ns()), hops_on(traffic.path)),
      stalls_(tsc_hz()),
      patience_ticks_(static_cast<std::uint64_t>(kPatienceSeconds * tsc_hz())),
      burst_(burst_of(wire, traffic)) {}

Stream::Stream(const wire::Wire& wire, const Traffic& traffic, WithoutDut)
    : traffic_(traffic),
      port_(wire, Port::ToItself{}),
      out_(traffic.bytes),
      in_(port_, traffic.bytes),
      messages_(static_cast<std::uint64_t>(monotonic_raw_ns())),
      stalls_(tsc_hz()),
      patience_ticks_(static_cast<std::uint64_t>(kPatienceSeconds * tsc_hz())),
      burst_(1) {}

void Stream::begin(const Order& order) {
  messages_.reseed(order.seed);
  latencies_.clear();
  lateness_.clear();
  stalls_.clear();
  seen_ = {};
  wrong_.clear();
  first_ = ++orders_ << kOrderBits;
  fates_.assign(order.items, Fate::kWaited);
  sent_ = gone_ = highest_ = silences_ = 0;
  port_.drain();
  drops_before_ = port_.drops();
}

// Intended times of an open loop. The same seed gives the same schedule, so that both arms of a pair meet the same one.
void Stream::make_schedule(const Order& order, std::uint64_t from) {
  due_.resize(order.items);
  if (traffic_.loop != Traffic::Loop::kOpen) return;
  const double gap = tsc_hz() / (order.rate > 0 ? order.rate : traffic_.per_second);
  double at = kLeadSeconds * tsc_hz();
  for (std::uint64_t i = 0; i < order.items; ++i) {
    due_[i] = from + static_cast<std::uint64_t>(at);
    const double uniform = static_cast<double>(scramble(order.seed + i) >> 11) * 0x1p-53;
    if (traffic_.arrivals == Traffic::Arrivals::kPoisson) at -= gap * std::log1p(-uniform);
    if (traffic_.arrivals == Traffic::Arrivals::kConstant) at += gap;
    if (traffic_.arrivals == Traffic::Arrivals::kBursts && (i + 1) % burst_ == 0) {
      at += gap * static_cast<double>(burst_);
    }
  }
}

std::optional<wire::Wrong> Stream::carry(const Order& order, wire::Carried& carried) {
  begin(order);
  const std::int64_t limit = monotonic_raw_ns() + kOrderLimitNs;
  const std::uint64_t began = read_tsc();
  make_schedule(order, began);
  last_progress_ = began;
  stalls_.begin(began);
  for (std::uint64_t rounds = 0; gone_ < order.items && wrong_.empty(); ++rounds) {
    for (std::uint64_t left = burst_; left != 0;) {
      const std::uint64_t before = sent_;
      send_what_is_due(read_tsc());
      if (sent_ == before) break;
      left -= std::min(left, sent_ - before);
    }
    receive_all(read_tsc());
    if (silences_ > kMostSilences) {
      return wire::Wrong{
          kDriverSawNoReply,
          "Of " + std::to_string(sent_) + " datagrams " + std::to_string(seen_.received) +
              " came back, and for a quarter of a second none: the program has stopped passing them on."};
    }
    if (rounds % 1024 == 0 && monotonic_raw_ns() > limit) break;
    relax_cpu();
  }
  return conclude(began, carried);
}

std::optional<wire::Wrong> Stream::conclude(std::uint64_t began, wire::Carried& carried) {
  seen_.elapsed_ticks = last_progress_ - began;
  seen_.sent = sent_;
  seen_.lost = sent_ - seen_.received;
  if (!wrong_.empty()) return wire::Wrong{kDriverSawWrongReply, wrong_};
  if (seen_.duplicated != 0) {
    return wire::Wrong{kDriverSawWrongReply, std::to_string(seen_.duplicated) + " of " + std::to_string(sent_) +
                                                 " datagrams came back more than once."};
  }
  // The kernel's second opinion: what it had to drop at our own socket, the program has delivered.
  seen_.missed = port_.drops() - drops_before_;
  if (seen_.missed != 0 && traffic_.loop != Traffic::Loop::kOpen) {
    return wire::Wrong{kDriverMachineFault, "the load generator was too slow: " + std::to_string(seen_.missed) +
                                                " answers found no room with it"};
  }
  latencies_.report(seen_);
  lateness_.copy_percentiles(seen_.late_ticks);
  seen_.burst = burst_;
  stalls_.report(seen_);
  carried = {seen_.received, seen_};
  return std::nullopt;
}

void Stream::send_what_is_due(std::uint64_t now) {
  const std::uint64_t items = due_.size();
  std::uint64_t ready = std::min<std::uint64_t>(items - sent_, out_.room());
  if (traffic_.loop == Traffic::Loop::kOpen) {
    std::uint64_t due = 0;
    while (due < ready && due_[sent_ + due] <= now) ++due;
    ready = due;
  } else {
    const std::uint64_t under_way = sent_ - gone_;
    const std::uint64_t room = traffic_.outstanding > under_way ? traffic_.outstanding - under_way : 0;
    // By whole batches, or by what the window has if that is less: single sends would make us the bottleneck.
    const std::uint64_t batch =
        std::min<std::uint64_t>(out_.room(), std::max<std::uint64_t>(1, traffic_.outstanding / 2));
    ready = room < std::min(batch, items - sent_) ? 0 : std::min(ready, room);
  }
  if (ready == 0) return;
  if (sent_ == gone_) last_progress_ = now;  // nothing was under way: silence begins to count now
  const std::size_t took = out_.send(port_, messages_, first_ + sent_, ready);
  for (std::uint64_t i = sent_; i < sent_ + took; ++i) {
    if (traffic_.loop != Traffic::Loop::kOpen) {
      due_[i] = now;
    } else if (i % burst_ == 0) {  // the others of a burst cannot leave at the same time as its first
      lateness_.add(now - due_[i]);
    }
  }
  sent_ += took;
  stalls_.begin(read_tsc());
}

void Stream::receive_all(std::uint64_t now) {
  bool any = false;
  while (in_.receive(port_, [&](std::span<const std::byte> datagram) { arrived(datagram, now); })) {
    any = true;
    now = read_tsc();
  }
  if (any) {
    last_progress_ = now;
    silences_ = 0;
    stalls_.begin(now);
    return;
  }
  stalls_.look(now);
  if (sent_ == gone_ || now - last_progress_ <= patience_ticks_) return;
  give_up();
  last_progress_ = now;
}

void Stream::give_up() {
  for (std::uint64_t i = 0; i < sent_; ++i) {
    if (fates_[i] != Fate::kWaited) continue;
    fates_[i] = Fate::kGivenUp;
    latencies_.add(patience_ticks_);
  }
  gone_ = sent_;
  ++silences_;
}

void Stream::arrived(std::span<const std::byte> datagram, std::uint64_t now) {
  const std::uint64_t sequence = Messages::sequence_of(datagram);
  const std::uint64_t index = sequence - first_;
  if (datagram.size() != traffic_.bytes) {
    wrong_ = "A datagram of " + std::to_string(traffic_.bytes) + " bytes came back as " +
             std::to_string(datagram.size()) + " bytes.";
  } else if (sequence < first_) {
    return;  // of an earlier order, and given up then
  } else if (index >= sent_ || !messages_.is(sequence, datagram)) {
    wrong_ = "What came back was not what was sent: of " + std::to_string(traffic_.bytes) + " bytes some were others.";
  } else if (fates_[index] == Fate::kBack) {
    ++seen_.duplicated;
  } else {
    const bool waited = fates_[index] == Fate::kWaited;  // otherwise its latency has been counted, and it has not
    fates_[index] = Fate::kBack;
    ++seen_.received;
    if (!waited) return;
    ++gone_;
    if (index + 1 < highest_) ++seen_.reordered;
    highest_ = std::max(highest_, index + 1);
    latencies_.add(now > due_[index] ? now - due_[index] : 0);
    return;
  }
  if (!wrong_.empty()) ++seen_.corrupted;
}

}  // namespace lab
