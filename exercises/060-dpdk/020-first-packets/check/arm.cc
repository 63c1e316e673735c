// The benchmark: what a frame costs a reflector, when receiving and sending are a few instructions each. One thread
// does both sides, so that nothing but the reflector's calls and loops is left to be measured.
#include "lab/arm.hpp"

#include <cstring>

#include "contract.hpp"
#include "lab/dpdk/eal.hpp"
#include "lab/dpdk/pool.hpp"
#include "lab/dpdk/ring_port.hpp"

namespace {

constexpr unsigned kFrames = 255;
constexpr unsigned kBurst = 32;
constexpr unsigned kSlots = 256;
constexpr std::uint32_t kLength = 60;
constexpr std::uint32_t kValueAt = 24;  // behind the addresses, where a reflector has no business

struct Bench {
  lab::dpdk::CountedPool pool{kFrames};
  lab::dpdk::RingPort port{kSlots, kSlots};
  Reflector reflector;
  rte_mbuf* frames[kBurst];
};
Bench* bench = nullptr;
std::byte nothing[1];

void prepare(const lab::Order&) {
  if (bench != nullptr) return;
  bench = new Bench;
  if (!bench->reflector.open(bench->port.id(), bench->pool.get())) abort();
  if (rte_pktmbuf_alloc_bulk(bench->pool.get(), bench->frames, kBurst) != 0) abort();
  for (rte_mbuf* frame : bench->frames) {
    std::memset(rte_pktmbuf_append(frame, kLength), 0, kLength);
    rte_pktmbuf_mtod(frame, rte_ether_hdr*)->dst_addr = bench->port.address();
  }
}

// The same frames go round again and again, 32 at a time, each with the next value of the stream in it.
lab::Received cost(const lab::Lane& lane) {
  const std::uint64_t items = lane.order.items;
  lab::StreamDigest digest;
  std::uint64_t value = lane.order.seed;
  std::uint64_t received = 0;
  while (received < items) {
    const auto count = static_cast<unsigned>(items - received < kBurst ? items - received : kBurst);
    for (unsigned i = 0; i < count; ++i, value += lab::kStreamStep) {
      std::memcpy(rte_pktmbuf_mtod_offset(bench->frames[i], void*, kValueAt), &value, sizeof value);
    }
    bench->port.give_all(bench->frames, count);
    unsigned back = 0;
    for (unsigned rounds = 0; back < count; ++rounds) {
      if (rounds > count) return {received, digest.value()};  // something was lost: the count will say so
      bench->reflector.poll();
      back += bench->port.take_all(bench->frames + back, count - back);
    }
    for (unsigned i = 0; i < count; ++i) {
      std::uint64_t came = 0;
      std::memcpy(&came, rte_pktmbuf_mtod_offset(bench->frames[i], void*, kValueAt), sizeof came);
      digest.add(came);
    }
    received += count;
  }
  return {received, digest.value()};
}

constexpr lab::Workload kWorkloads[] = {cost};

}  // namespace

lab::ArmProgram lab::arm_program() noexcept {
  lab::dpdk::start_eal_for_checks();
  return {.threads = 1, .workloads = kWorkloads, .prepare = prepare, .memory = nothing};
}
