// A real forwarder, and the lab's traffic generator before and behind it: two memif pairs in one process, the forwarder
// in a thread of its own. Frames are real, rings are real, and so are the machine's pauses.
#pragma once

#include <pthread.h>
#include <rte_ether.h>
#include <rte_mbuf.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "core/clock.hpp"
#include "given.hpp"
#include "lab/dpdk/eal.hpp"
#include "trafficgen/socket_folder.hpp"
#include "trafficgen/traffic.hpp"

namespace rate_search {

// The first two CPUs that this process may use; nothing where it has one.
struct Cpus {
  int generator, forwarder;
};
inline std::optional<Cpus> two_cpus() {
  cpu_set_t allowed;
  pthread_getaffinity_np(pthread_self(), sizeof allowed, &allowed);
  std::vector<int> found;
  for (int cpu = 0; cpu < CPU_SETSIZE && found.size() < 2; ++cpu) {
    if (CPU_ISSET(cpu, &allowed)) found.push_back(cpu);
  }
  return found.size() == 2 ? std::optional(Cpus{found[0], found[1]}) : std::nullopt;
}

// Receives by one port, readdresses, sends by another, and takes a fixed time for each frame, as one with a table to
// look into would. So it is known what it forwards at the most, and a ring of 1024 holds what comes in 8 ms.
class SlowForwarder {
 public:
  static constexpr double kSecondsPerFrame = 8e-6;
  static constexpr double kCapacity = 1 / kSecondsPerFrame;

  // Neither port is anybody else's. The thread stays on `cpu` until the forwarder's end.
  SlowForwarder(const lab::trafficgen::Port& in, const lab::trafficgen::Port& out, int cpu,
                const lab::trafficgen::Rewrite& addresses)
      : in_(in), out_(out), addresses_(addresses), thread_([this] { run(); }) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    pthread_setaffinity_np(thread_.native_handle(), sizeof one, &one);
  }
  ~SlowForwarder() {
    end_.store(true, std::memory_order_relaxed);  // join() orders the rest
    thread_.join();
  }
  SlowForwarder(const SlowForwarder&) = delete;
  SlowForwarder& operator=(const SlowForwarder&) = delete;

 private:
  void run() {
    const auto ticks_per_frame = static_cast<std::uint64_t>(kSecondsPerFrame * lab::tsc_hz());
    std::uint64_t due = lab::read_tsc();
    while (!end_.load(std::memory_order_relaxed)) {  // partner: the store in the destructor, which carries nothing
      rte_mbuf* burst[lab::trafficgen::kBurst];
      const std::uint16_t count = in_.receive(burst);
      if (count == 0) continue;
      for (std::uint16_t i = 0; i < count; ++i) {
        auto* const header = rte_pktmbuf_mtod(burst[i], rte_ether_hdr*);
        std::memcpy(&header->dst_addr, addresses_.destination.data(), addresses_.destination.size());
        std::memcpy(&header->src_addr, addresses_.source.data(), addresses_.source.size());
      }
      const std::uint16_t taken = out_.send({burst, count});
      if (taken < count) rte_pktmbuf_free_bulk(burst + taken, count - taken);
      due = std::max(due, lab::read_tsc()) + count * ticks_per_frame;
      while (lab::read_tsc() < due) continue;
    }
  }

  const lab::trafficgen::Port& in_;
  const lab::trafficgen::Port& out_;
  lab::trafficgen::Rewrite addresses_;
  std::atomic<bool> end_{false};
  std::thread thread_;  // last: it uses all of the others
};

// Starts DPDK's environment, so there can be one in a process.
class RealDevice final : public Trials {
 public:
  explicit RealDevice(const Cpus& cpus) {
    const lab::trafficgen::SocketFolder folder;  // once they have met, the ends need it no more
    pool_ = started(cpus, folder);
    for (std::uint16_t i = 0; i < kPorts; ++i) ports_.emplace_back(std::make_unique<lab::trafficgen::Port>(i, pool_));
    for (const auto& port : ports_) {
      if (!port->wait_for_link(kLinkMs)) throw std::runtime_error("a memif port never came up");
    }
    way_ = {ports_[0].get(), ports_[1].get(), {kForwarder, kGenerator}, {kGenerator, kForwarder}};
    forwarder_.emplace(*ports_[2], *ports_[3], cpus.forwarder, way_.expected);
  }

  Trial run(double rate, double seconds) override {
    const auto frames = static_cast<std::uint64_t>(std::max(1.0, std::round(rate * seconds)));
    const lab::trafficgen::Outcome outcome =
        lab::trafficgen::run_traffic({&way_, 1},
                                     {.sizes = {{lab::trafficgen::kSmallestFrame, 1}},
                                      .frames = frames,
                                      .seed = ++trials_,
                                      .rate = rate,
                                      .silence_seconds = kSilenceSeconds},
                                     pool_);
    const double sending = static_cast<double>(outcome.sending_ticks) / lab::tsc_hz();
    return {std::max(sending, static_cast<double>(frames) / rate), frames, outcome.lost()};
  }

 private:
  static constexpr std::uint16_t kPorts = 4;  // the generator's two, and the forwarder's
  static constexpr int kLinkMs = 4000;
  // What a full ring takes to drain is some 8 ms.
  static constexpr double kSilenceSeconds = 0.05;
  static constexpr lab::trafficgen::MacAddress kForwarder = {0x02, 'l', 'a', 'b', 0, 0};
  static constexpr lab::trafficgen::MacAddress kGenerator = {0x02, 'l', 'a', 'b', 1, 0};

  static rte_mempool* started(const Cpus& cpus, const lab::trafficgen::SocketFolder& folder) {
    const auto memif = [&](int port, const char* role) {
      return "net_memif" + std::to_string(port) + ",role=" + role + ",id=" + std::to_string(port % 2) +
             ",socket=" + folder.socket() + ",socket-abstract=no";
    };
    lab::dpdk::start_eal(cpus.generator,
                         {memif(0, "server"), memif(1, "server"), memif(2, "client"), memif(3, "client")});
    return lab::trafficgen::make_pool();
  }

  rte_mempool* pool_ = nullptr;
  std::vector<std::unique_ptr<lab::trafficgen::Port>> ports_;
  lab::trafficgen::Way way_{};
  std::optional<SlowForwarder> forwarder_;
  std::uint64_t trials_ = 0;
};

}  // namespace rate_search
