// What a forwarder does with frames, round by round: built with the address and undefined-behaviour sanitizers.
#include <dlfcn.h>

#include "bench.hpp"

namespace {

using namespace forwarder;

std::uint64_t statistics_reads = 0;

constexpr std::uint64_t kGoodChecksums = RTE_MBUF_F_RX_IP_CKSUM_GOOD | RTE_MBUF_F_RX_L4_CKSUM_GOOD;
constexpr std::uint64_t kBadChecksum = RTE_MBUF_F_RX_IP_CKSUM_GOOD | RTE_MBUF_F_RX_L4_CKSUM_BAD;

// Holds a frame that came out of `port` against the one that went in, and gives its mbuf back.
void expect_forwarded(Bench& bench, unsigned port, const Sent& sent) {
  Check& check = bench.check();
  rte_mbuf* const came = bench.port_at(port).take();
  check.expect(came != nullptr, "A frame should have left by port {}, the other one of the pair, and has not.", port);
  check.expect(came == sent.mbuf,
               "The frame should leave in the mbuf that it came in: a copy costs an allocation and its bytes.");
  const std::vector<std::uint8_t> bytes = bytes_of(came);
  check.expect(
      came->nb_segs == sent.segments && came->pkt_len == sent.bytes.size() && bytes.size() == sent.bytes.size(),
      "{} bytes in {} segments came in; {} bytes left.", sent.bytes.size(), sent.segments, bytes.size());
  const auto& header = *reinterpret_cast<const rte_ether_hdr*>(bytes.data());
  const rte_ether_addr neighbour = neighbour_behind(bench.id(port));
  check.expect(rte_is_same_ether_addr(&header.dst_addr, &neighbour),
               "The destination should be the neighbour behind the port by which the frame leaves.");
  check.expect(rte_is_same_ether_addr(&header.src_addr, &bench.port_at(port).address()),
               "The source should be the address of the port by which the frame leaves.");
  check.expect(std::equal(bytes.begin() + 12, bytes.end(), sent.bytes.begin() + 12),
               "Everything behind the two addresses should be as it came.");
  check.expect((came->ol_flags & RTE_MBUF_F_RX_L4_CKSUM_MASK) == (sent.flags & RTE_MBUF_F_RX_L4_CKSUM_MASK) &&
                   (came->ol_flags & RTE_MBUF_F_RX_IP_CKSUM_MASK) == (sent.flags & RTE_MBUF_F_RX_IP_CKSUM_MASK),
               "What the port found out about the checksums (ol_flags) should still be in the mbuf.");
  rte_pktmbuf_free(came);
}

// One frame of a kind through every port, each on its own.
void pass_one(Check& check, const FrameKind& kind) {
  Bench bench(check, 2);
  bench.open();
  for (const unsigned port : {0U, 1U, 0U}) {
    const Sent sent = bench.give(port, kind);
    bench.poll();
    bench.poll_later();
    expect_forwarded(bench, bench.partner(port), sent);
    check.expect(bench.port_at(port).transmitted() == 0, "A frame left by the port that it came in by.");
  }
  bench.close_and_count();
}

// --- ports ---

void ports(Check& check) {
  for (const unsigned count : {1U, 3U}) {
    check.scene("{} ports.", count);
    Bench bench(check, count);
    const char* const why = bench.try_open();
    check.expect(why != nullptr && std::strlen(why) >= 10,
                 "That should be a sentence that says why not: {} ports do not make pairs.", count);
  }
  check.scene("4 ports: two pairs.");
  Bench bench(check, 4);
  bench.open();
  for (unsigned port = 0; port < 4; ++port) {
    const Sent sent = bench.give(port, {60});
    bench.poll();
    bench.poll_later();
    expect_forwarded(bench, bench.partner(port), sent);
  }
  bench.close_and_count();
}

// --- frames ---

void sizes(Check& check) {
  for (const std::uint32_t length : {60U, 61U, 124U, 252U, 1020U, 1514U}) {
    check.scene("A frame of {} bytes.", length);
    pass_one(check, {length});
  }
}

void tags(Check& check) {
  constexpr std::uint32_t kTagBytes = 4;
  // A tag is not part of a frame's 1514 bytes (IEEE 802.3-2022, 3.2.7): the longest with two of them has 1522.
  for (const std::uint32_t length : {60U, 1514U}) {
    for (const std::uint32_t count : {1U, 2U}) {
      check.scene("A frame of {} bytes and {} VLAN tags.", length, count);
      pass_one(check, {length + kTagBytes * count, count});
    }
  }
}

void segments(Check& check) {
  constexpr std::uint32_t kJumbo = 9014;  // what cards with an MTU of 9000 take
  for (const std::uint16_t count : {2, 3, 5}) {
    check.scene("A frame in {} segments.", count);
    pass_one(check, {1514, 0, count});
  }
  check.scene("A jumbo frame of {} bytes, in 5 segments.", kJumbo);
  pass_one(check, {kJumbo, 0, 5});
}

void checksum_flags(Check& check) {
  for (const std::uint64_t flags : {kGoodChecksums, kBadChecksum}) {
    check.scene("A frame whose checksums the port has looked at.");
    pass_one(check, {.length = 60, .flags = flags});
  }
}

// --- bursts ---

void order(Check& check) {
  check.scene("100 frames wait at port 0, and 70 at port 1.");
  Bench bench(check, 2);
  bench.open();
  std::vector<Sent> forth;
  std::vector<Sent> back;
  for (int i = 0; i < 100; ++i) forth.push_back(bench.give(0, {60}));
  for (int i = 0; i < 70; ++i) back.push_back(bench.give(1, {60}));
  bench.poll_until_received();
  bench.poll_later();
  for (const Sent& sent : forth) expect_forwarded(bench, 1, sent);
  for (const Sent& sent : back) expect_forwarded(bench, 0, sent);
  bench.close_and_count();
}

void lone_frames(Check& check) {
  check.scene("5 frames, and then no more.");
  Bench bench(check, 2);
  bench.open();
  std::vector<Sent> all;
  for (int i = 0; i < 5; ++i) all.push_back(bench.give(0, {60}));
  bench.poll_until_received();
  bench.poll_later();
  check.expect(bench.port_at(1).transmitted() == 5,
               "{} of 5 frames have left, {} us later: no frame waits longer for others to travel with.",
               bench.port_at(1).transmitted(), kLongestWaitUs);
  for (const Sent& sent : all) expect_forwarded(bench, 1, sent);

  check.scene("A frame in every round, for twice the longest wait.");
  for (std::uint64_t round = 0; round < 2 * kLongestWaitUs; ++round) {
    bench.give(0, {60});
    bench.poll();
  }
  check.expect(bench.port_at(1).transmitted() >= kLongestWaitUs - kBurst,
               "Only {} of {} frames have left: frames that keep coming must not keep the first one waiting.",
               bench.port_at(1).transmitted(), 2 * kLongestWaitUs);
  bench.poll_later();
  bench.close_and_count();
}

void counted(Check& check) {
  constexpr unsigned kBursts = 12;
  check.scene("{} frames wait at port 0.", kBursts * kBurst);
  Bench bench(check, 2);
  bench.open();
  for (unsigned i = 0; i < kBursts * kBurst; ++i) bench.give(0, {60});
  const std::uint64_t reads = statistics_reads;
  for (unsigned i = 0; bench.port_at(1).transmitted() < kBursts * kBurst; ++i) {
    bench.poll();
    check.expect(i < kBursts * kBurst * 2, "{} of {} frames have left: what waits has to go on.",
                 bench.port_at(1).transmitted(), kBursts * kBurst);
  }
  const std::uint64_t calls = bench.port_at(0).calls().receive + bench.port_at(1).calls().transmit;
  const std::uint64_t asked = statistics_reads - reads;
  bench.close_and_count();
  check.count("driver-calls", calls, kBursts);
  check.count("statistics-reads", asked, kBursts);
}

constexpr lab::Step kSteps[] = {
    {"ports", ports},
    {"sizes", sizes, "ports"},
    {"tags", tags, "sizes"},
    {"segments", segments, "sizes"},
    {"checksum-flags", checksum_flags, "sizes"},
    {"order", order, "sizes"},
    {"lone-frames", lone_frames, "sizes"},
    {"counted", counted, "order"},
};

}  // namespace

// Stands in the way of DPDK's own, which the dynamic linker finds only behind it: the loop's calls are counted.
extern "C" int rte_eth_stats_get(std::uint16_t port, rte_eth_stats* stats) {
  using Original = int (*)(std::uint16_t, rte_eth_stats*);
  static const auto original = reinterpret_cast<Original>(dlsym(RTLD_NEXT, "rte_eth_stats_get"));
  ++statistics_reads;
  return original(port, stats);
}

std::span<const lab::Step> lab::check_steps() noexcept {
  lab::dpdk::start_eal_for_checks();
  return kSteps;
}
