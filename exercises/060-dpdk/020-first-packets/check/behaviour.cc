// What a reflector does with the frames of one port: built with the address and undefined-behaviour sanitizers.
#include <cstring>
#include <vector>

#include "contract.hpp"
#include "lab/check.hpp"
#include "lab/dpdk/eal.hpp"
#include "lab/dpdk/pool.hpp"
#include "lab/dpdk/ring_port.hpp"

namespace {

using lab::Check;

constexpr unsigned kPoolFrames = 511;
constexpr unsigned kSlots = 1024;  // more than there are mbufs: never full
constexpr unsigned kFewSlots = 64;
constexpr unsigned kTimesPool = 120;
constexpr rte_ether_addr kSender = {{0x02, 's', 'e', 'n', 'd', 'r'}};

// A reflector on a port whose other end the check holds, and the pool that is counted at the end.
class Bench {
 public:
  explicit Bench(Check& check, unsigned transmit_slots = kSlots)
      : check_(check), pool_(kPoolFrames), port_(kSlots, transmit_slots) {}

  void open() {
    check_.doing("reflector.open(port, pool)");
    const bool runs = reflector_.open(port_.id(), pool_.get());
    check_.got(" -> {b}", runs);
    check_.expect(runs,
                  "That should be true: the port takes one queue each way. Ask for nothing that it does not offer.");
    port_.count_calls();
  }

  rte_mbuf* give(std::uint32_t length, std::uint8_t mark) {
    rte_mbuf* const frame = rte_pktmbuf_alloc(pool_.get());
    check_.expect(frame != nullptr, "The pool is empty: mbufs were neither sent nor freed.");
    auto* const bytes = reinterpret_cast<std::uint8_t*>(rte_pktmbuf_append(frame, static_cast<std::uint16_t>(length)));
    std::memset(bytes, mark, length);
    auto* const header = rte_pktmbuf_mtod(frame, rte_ether_hdr*);
    header->dst_addr = port_.address();
    header->src_addr = kSender;
    port_.give(frame);
    return frame;
  }

  unsigned poll() {
    check_.doing("reflector.poll()");
    const unsigned came = reflector_.poll();
    check_.got(" -> {}", came);
    return came;
  }
  void poll_until_received(unsigned rounds) {
    for (unsigned i = 0; port_.waiting() != 0; ++i) {
      poll();
      check_.expect(i < rounds, "{} frames still wait to be received.", port_.waiting());
    }
  }

  void expect_back(rte_mbuf* given, std::uint32_t length, std::uint8_t mark) {
    rte_mbuf* const came = port_.take();
    check_.expect(came != nullptr, "A frame should have come back, and has not.");
    check_.expect(came == given, "The frame should leave in the mbuf that it came in: a copy costs an allocation.");
    const auto* const header = rte_pktmbuf_mtod(came, const rte_ether_hdr*);
    check_.expect(rte_is_same_ether_addr(&header->dst_addr, &kSender),
                  "The destination should be the address that the frame came from.");
    check_.expect(rte_is_same_ether_addr(&header->src_addr, &port_.address()),
                  "The source should be the address that the frame was sent to.");
    const auto* const bytes = rte_pktmbuf_mtod(came, const std::uint8_t*);
    bool same = came->pkt_len == length;
    for (std::uint32_t i = 12; i < length && same; ++i) same = bytes[i] == mark;
    check_.expect(same, "Everything behind the two addresses, and the length, should be as it came.");
    rte_pktmbuf_free(came);
  }

  void close_and_count() {
    port_.stop_counting();
    while (rte_mbuf* const left = port_.take()) rte_pktmbuf_free(left);
    check_.doing("reflector.close()");
    reflector_.close();
    check_.got("");
    const auto [missing, twice] = pool_.take_stock();
    check_.expect(twice == 0, "{} mbufs were given back to the pool twice: what the port took is no longer yours.",
                  twice);
    check_.expect(missing == 0, "{} of the pool's {} mbufs never came back: what the port refuses is still yours.",
                  missing, kPoolFrames);
  }

  lab::dpdk::RingPort& port() { return port_; }

 private:
  Check& check_;
  lab::dpdk::CountedPool pool_;
  lab::dpdk::RingPort port_;
  Reflector reflector_;
};

void pool(Check& check) {
  check.scene("Reflector reflector;");
  Reflector reflector;
  constexpr unsigned kFrames = 1023;
  check.doing("reflector.make_pool({})", kFrames);
  rte_mempool* const made = reflector.make_pool(kFrames);
  check.got(made == nullptr ? " -> nullptr" : " -> a pool");
  check.expect(made != nullptr, "That should be a pool: there is memory for it.");
  check.expect(rte_mempool_avail_count(made) == kFrames, "It has {} mbufs, and should have {}.",
               rte_mempool_avail_count(made), kFrames);
  check.expect(rte_pktmbuf_data_room_size(made) >= RTE_PKTMBUF_HEADROOM + RTE_ETHER_MAX_LEN,
               "Its mbufs have room for {} bytes: a frame of {} behind the headroom does not fit.",
               rte_pktmbuf_data_room_size(made), RTE_ETHER_MAX_LEN);
  rte_mempool_free(made);
}

void opens(Check& check) {
  check.scene("A port that offers hardly any offload.");
  Bench bench(check);
  bench.open();
  check.expect(bench.poll() == 0, "That should be 0: nothing has come yet.");
  bench.close_and_count();
}

void reflects(Check& check) {
  for (const std::uint32_t length : {60U, 128U, 1514U}) {
    check.scene("A frame of {} bytes.", length);
    Bench bench(check);
    bench.open();
    rte_mbuf* const frame = bench.give(length, 0x5a);
    check.expect(bench.poll() == 1, "That should be 1: a frame was waiting.");
    bench.expect_back(frame, length, 0x5a);
    bench.close_and_count();
  }
}

void bursts(Check& check) {
  check.scene("100 frames wait.");
  Bench bench(check);
  bench.open();
  std::vector<rte_mbuf*> given;
  for (unsigned i = 0; i < 100; ++i) given.push_back(bench.give(60, static_cast<std::uint8_t>(i)));
  bench.poll_until_received(100);
  for (unsigned i = 0; i < 100; ++i) bench.expect_back(given[i], 60, static_cast<std::uint8_t>(i));
  bench.close_and_count();
}

void refused(Check& check) {
  check.scene("The port takes {} frames and no more; 200 come.", kFewSlots);
  Bench bench(check, kFewSlots);
  bench.open();
  for (unsigned i = 0; i < 200; ++i) bench.give(60, 1);
  bench.poll_until_received(200);
  check.expect(bench.port().transmitted() == kFewSlots, "{} frames have left, and {} should have.",
               bench.port().transmitted(), kFewSlots);
  bench.close_and_count();
}

void many_times_the_pool(Check& check) {
  check.scene("{} frames from a pool of {}, to a port that refuses nearly all of them.", kTimesPool * kPoolFrames,
              kPoolFrames);
  Bench bench(check, kFewSlots);
  bench.open();
  for (unsigned given = 0; given < kTimesPool * kPoolFrames; given += Reflector::kBurst) {
    for (unsigned i = 0; i < Reflector::kBurst; ++i) bench.give(60, 1);
    bench.poll_until_received(Reflector::kBurst);
    if (rte_mbuf* const frame = bench.port().take()) rte_pktmbuf_free(frame);
  }
  bench.close_and_count();
}

void counted(Check& check) {
  constexpr unsigned kBursts = 12;
  check.scene("{} frames wait.", kBursts * Reflector::kBurst);
  Bench bench(check);
  bench.open();
  for (unsigned i = 0; i < kBursts * Reflector::kBurst; ++i) bench.give(60, 1);
  bench.poll_until_received(kBursts * Reflector::kBurst);
  const std::uint64_t calls = bench.port().calls().receive + bench.port().calls().transmit;
  bench.close_and_count();
  check.count("driver-calls", calls, kBursts);
}

constexpr lab::Step kSteps[] = {
    {"pool", pool},
    {"opens", opens},
    {"reflects", reflects, "opens"},
    {"bursts", bursts, "reflects"},
    {"refused", refused, "bursts"},
    {"many-times-the-pool", many_times_the_pool, "refused"},
    {"counted", counted, "bursts"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept {
  lab::dpdk::start_eal_for_checks();
  return kSteps;
}
