#include "trafficgen/selftest.hpp"

#include <rte_version.h>
#include <sched.h>

#include <cstdio>
#include <exception>
#include <string>

#include "trafficgen/socket_folder.hpp"
#include "trafficgen/traffic.hpp"

namespace lab::trafficgen {
namespace {

constexpr int kLinkMs = 4000;
constexpr std::uint64_t kProbeFrames = 1000;

Outcome pass(const SelftestPlan& plan) {
  const SocketFolder folder;
  const std::string common = ",socket=" + folder.socket() + ",socket-abstract=no";
  start_eal(
      {.cpu = plan.cpu, .devices = {"net_memif0,role=server,id=0" + common, "net_memif1,role=client,id=0" + common}});
  rte_mempool* const pool = make_pool();
  const Port out(0, pool);
  const Port in(1, pool);
  if (!out.wait_for_link(kLinkMs) || !in.wait_for_link(kLinkMs))
    throw std::runtime_error("the memif pair never came up");
  const Rewrite untouched{};
  const Way way{&out, &in, untouched, untouched};
  return run_traffic({&way, 1},
                     {.sizes = {{plan.size, 1}}, .frames = plan.frames, .seed = 1, .window = kDescriptors / 2}, pool);
}

int guarded(const SelftestPlan& plan, bool print) {
  try {
    const Outcome outcome = pass(plan);
    if (print) {
      const double seconds = static_cast<double>(outcome.wall_ns) / 1e9;
      std::printf("{\"size\":%zu,\"frames\":%llu,\"framesPerSecond\":%.0f,\"story\":\"%s\"}\n", plan.size,
                  static_cast<unsigned long long>(outcome.arrivals), static_cast<double>(outcome.arrivals) / seconds,
                  outcome.story().c_str());
    }
    if (!outcome.perfect()) std::fprintf(stderr, "%s\n", outcome.story().c_str());
    return outcome.perfect() ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

}  // namespace

int selftest(const SelftestPlan& plan) { return guarded(plan, true); }

int probe() {
  const int exit_code = guarded({.cpu = sched_getcpu(), .frames = kProbeFrames}, false);
  if (exit_code == 0) std::puts(rte_version());
  return exit_code;
}

}  // namespace lab::trafficgen
