#include "trafficgen/traffic.hpp"

#include <rte_mbuf.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "core/clock.hpp"

namespace lab::trafficgen {
namespace {

// How long the generator looks away after a poll that found less than a burst. Whoever looks at once takes the ring's
// line away from the device at every look, and measures that (see lab::Backoff::kForBacklog).
constexpr double kLookAwaySeconds = 1.5e-6;
// With fewer frames under way than this it is latency that is wanted, and nobody looks away.
constexpr std::uint32_t kBacklog = 4 * kBurst;

// One way's part of a trial.
struct Lane {
  const Way* way;
  std::vector<FrameTemplate> forms;
  std::size_t form = 0;
  std::uint32_t next = 0;
  std::uint64_t rest_until = 0;  // before this time nobody looks at what came back
  Account account;

  Lane(const Way& of, const TrafficPlan& plan, std::uint64_t frames) : way(&of), account(frames) {
    std::uint32_t flow = 0;
    const std::vector<std::size_t> cycle = shuffled_cycle(plan.sizes, plan.seed);
    const std::size_t count = std::max<std::size_t>(cycle.size(), plan.flows);
    for (std::size_t i = 0; i < count; ++i) {
      forms.push_back(make_template({of.sent.destination, of.sent.source, cycle[i % cycle.size()], plan.tags,
                                     static_cast<std::uint16_t>(flow++ % plan.flows), plan.seed}));
    }
  }

  [[nodiscard]] std::uint64_t left() const noexcept { return account.planned() - next; }
  [[nodiscard]] std::uint64_t under_way() const noexcept { return account.sent() - account.received(); }
};

class Trial {
 public:
  Trial(std::span<const Way> ways, const TrafficPlan& plan, rte_mempool* pool)
      : plan_(plan),
        pool_(pool),
        silence_(static_cast<std::uint64_t>(plan.silence_seconds * tsc_hz())),
        look_away_(static_cast<std::uint64_t>(kLookAwaySeconds * tsc_hz())) {
    const std::uint64_t share = plan.frames / ways.size();
    for (std::size_t i = 0; i < ways.size(); ++i) {
      lanes_.emplace_back(ways[i], plan, i == 0 ? plan.frames - share * (ways.size() - 1) : share);
    }
  }

  Outcome run() {
    throw_away_what_waits();
    const std::int64_t began = monotonic_raw_ns();
    last_news_ = read_tsc();
    begin_ticks_ = last_news_;
    if (plan_.window > 0) {
      run_closed();
    } else {
      run_open();
    }
    outcome_.wall_ns = monotonic_raw_ns() - began;
    outcome_.elapsed_ticks = read_tsc() - begin_ticks_;
    for (Lane& lane : lanes_) {
      outcome_.arrivals += lane.account.arrivals();
      outcome_.accounts.push_back(std::move(lane.account));
    }
    return std::move(outcome_);
  }

 private:
  // Frames that an earlier trial had given up.
  void throw_away_what_waits() {
    rte_mbuf* burst[kBurst];
    for (const Lane& lane : lanes_) {
      for (std::uint16_t count = 0; (count = lane.way->in->receive(burst)) != 0;) rte_pktmbuf_free_bulk(burst, count);
    }
  }

  // Done when all that was planned has come back, or when nothing has come for too long.
  [[nodiscard]] bool done() const noexcept {
    bool all = true;
    for (const Lane& lane : lanes_) all = all && lane.left() == 0 && lane.under_way() == 0;
    return all || read_tsc() - last_news_ > silence_;
  }

  void run_closed() {
    while (!done()) {
      for (Lane& lane : lanes_) {
        const std::uint64_t room = plan_.window - std::min<std::uint64_t>(plan_.window, lane.under_way());
        const auto wanted = std::min<std::uint64_t>({kBurst, plan_.window, lane.left()});
        if (wanted > 0 && room >= wanted) send(lane, wanted, read_tsc(), 0);
      }
      for (Lane& lane : lanes_) receive(lane);
    }
  }

  // Frame k is due at begin + k / rate, whether or not the one before it could be sent.
  void run_open() {
    const double ticks_per_frame = tsc_hz() / plan_.rate;
    std::uint64_t sent = 0;
    while (sent < plan_.frames || !done()) {
      const auto due = static_cast<std::uint64_t>(static_cast<double>(read_tsc() - begin_ticks_) / ticks_per_frame) + 1;
      while (sent < std::min(due, plan_.frames)) {
        Lane& lane = lane_with_most_left();
        const std::uint64_t burst = std::min({due - sent, plan_.frames - sent, std::uint64_t{kBurst}, lane.left()});
        const auto meant = begin_ticks_ + static_cast<std::uint64_t>(static_cast<double>(sent) * ticks_per_frame);
        outcome_.lateness.add(std::max(read_tsc(), meant) - meant);
        const std::uint64_t taken = send(lane, burst, meant, ticks_per_frame);
        lane.next += static_cast<std::uint32_t>(burst - taken);  // numbers that nobody will see
        lane.account.refused(burst - taken);
        sent += burst;
        last_news_ = read_tsc();
        outcome_.sending_ticks = last_news_ - begin_ticks_;
        if (sent % (4 * kBurst) < burst) break;  // a generator that has fallen behind still looks at what comes back
      }
      for (Lane& lane : lanes_) receive(lane);
    }
  }

  Lane& lane_with_most_left() noexcept {
    return *std::max_element(lanes_.begin(), lanes_.end(),
                             [](const Lane& a, const Lane& b) { return a.left() < b.left(); });
  }

  // Sends the lane's next frames, the i-th of them stamped meant + i * step. Returns how many the driver took.
  std::uint64_t send(Lane& lane, std::uint64_t count, std::uint64_t meant, double step) noexcept {
    rte_mbuf* burst[kBurst];
    if (rte_pktmbuf_alloc_bulk(pool_, burst, static_cast<unsigned>(count)) != 0) return 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      const FrameTemplate& form = lane.forms[lane.form];
      if (++lane.form == lane.forms.size()) lane.form = 0;
      auto* const bytes = rte_pktmbuf_mtod(burst[i], std::uint8_t*);
      std::memcpy(bytes, form.bytes.data(), form.bytes.size());
      stamp(form, bytes, lane.next + static_cast<std::uint32_t>(i),
            meant + static_cast<std::uint64_t>(step * static_cast<double>(i)));
      burst[i]->data_len = static_cast<std::uint16_t>(form.bytes.size());
      burst[i]->pkt_len = static_cast<std::uint32_t>(form.bytes.size());
    }
    const std::uint16_t taken = lane.way->out->send({burst, static_cast<std::size_t>(count)});
    if (taken < count) rte_pktmbuf_free_bulk(burst + taken, static_cast<unsigned>(count - taken));
    lane.next += taken;
    lane.account.sent(taken);
    return taken;
  }

  void receive(Lane& lane) noexcept {
    rte_mbuf* burst[2 * kBurst];
    if (plan_.window >= kBacklog && read_tsc() < lane.rest_until) return;
    const std::uint16_t count = lane.way->in->receive(burst);
    const std::uint64_t now = read_tsc();
    if (count < kBurst) lane.rest_until = now + look_away_;
    if (count == 0) return;
    last_news_ = now;
    for (std::uint16_t i = 0; i < count; ++i) note(lane, burst[i], now);
    rte_pktmbuf_free_bulk(burst, count);
  }

  void note(Lane& lane, rte_mbuf* frame, std::uint64_t now) noexcept {
    static thread_local std::array<std::uint8_t, kLargestJumbo + kMostTags * kTagBytes> straight;
    const std::uint32_t length = std::min<std::uint32_t>(frame->pkt_len, straight.size());
    const auto* const bytes = static_cast<const std::uint8_t*>(rte_pktmbuf_read(frame, 0, length, straight.data()));
    const Parsed parsed = bytes == nullptr ? Parsed{Arrival::kCorrupted} : parse({bytes, length});
    if (parsed.arrival == Arrival::kIntact && parsed.ticks < begin_ticks_) return;  // of a trial that gave it up
    const Rewrite& expected = lane.way->expected;
    const bool well =
        parsed.arrival == Arrival::kIntact &&
        std::memcmp(bytes, expected.destination.data(), expected.destination.size()) == 0 &&
        std::memcmp(bytes + expected.destination.size(), expected.source.data(), expected.source.size()) == 0;
    lane.account.arrived(parsed, well);
    if (parsed.arrival == Arrival::kIntact) outcome_.latency.add(now - parsed.ticks);
  }

  const TrafficPlan& plan_;
  rte_mempool* pool_;
  const std::uint64_t silence_;
  const std::uint64_t look_away_;
  std::uint64_t last_news_ = 0;
  std::uint64_t begin_ticks_ = 0;
  std::vector<Lane> lanes_;
  Outcome outcome_;
};

}  // namespace

Outcome run_traffic(std::span<const Way> ways, const TrafficPlan& plan, rte_mempool* pool) {
  return Trial(ways, plan, pool).run();
}

}  // namespace lab::trafficgen
