// lab-probe-wire CLIENT_CPU SERVER_CPU SECONDS
//
// UDP round trips over a veth pair between two network namespaces. A program of its own, since a process that has
// entered such namespaces stays in them, and since all of it goes with the process: with its end, with that of whoever
// started it, and at the latest when its alarm rings. On standard output, a line each: `figure NAME LOW MEDIAN HIGH` in
// ns, or `absent NAME CODE DETAIL`. Exit code 0, also where this machine forbids it; 2 for wrong usage.
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <system_error>
#include <utility>

#include "core/affinity.hpp"
#include "core/clock.hpp"
#include "core/probes/network/round_trip.hpp"
#include "core/probes/network/udp_socket.hpp"
#include "wire/wire.hpp"

namespace {

using lab::probes::Budget;
using lab::probes::Quartiles;
using lab::probes::Refused;
using lab::probes::UdpSocket;
using lab::probes::Waiting;

constexpr unsigned kGraceSeconds = 2;
constexpr double kMostSeconds = 60;

void absent(const char* name, const char* code, const char* detail) {
  std::printf("absent %s %s %s\n", name, code, detail);
}

// A UDP socket at either end of a veth pair. They keep their namespaces, and so the wire, for as long as they are open.
struct Ends {
  UdpSocket client;
  UdpSocket server;
};

Ends lay_wire() {
  try {
    const lab::wire::Wire wire(lab::wire::Device::kVeth);
    if (wire.device() != lab::wire::Device::kVeth) throw Refused({"no-namespaces", wire.fallback_reason()});
    UdpSocket client(ntohl(wire.generator_address().s_addr));
    std::optional<UdpSocket> server;
    wire.on_dut_side([&] { server.emplace(ntohl(wire.dut_address().s_addr)); });
    return {std::move(client), std::move(*server)};
  } catch (const std::system_error& error) {
    throw Refused({"no-namespaces", error.what()});
  }
}

void measure(const char* name, const Ends& ends, Waiting waiting, lab::probes::Placement placement,
             const Budget& budget) {
  try {
    const Quartiles trip = round_trips(ends.client, ends.server, waiting, placement, budget);
    std::printf("figure %s %.9g %.9g %.9g\n", name, trip.low, trip.median, trip.high);
  } catch (const Refused& refused) {
    absent(name, refused.refusal().code.c_str(), refused.refusal().detail.c_str());
  }
  std::fflush(stdout);
}

int run(lab::probes::Placement placement, double seconds) {
  const std::atomic<bool> never{false};  // whoever cancels kills
  try {
    const Ends ends = lay_wire();
    lab::pin_this_thread(placement.client_cpu);
    lab::tsc_hz();
    const Budget budget(never, seconds);
    measure("veth-blocking", ends, Waiting::kBlocking, placement, budget.part(0.5));
    measure("veth-polled", ends, Waiting::kPolled, placement, budget);
  } catch (const Refused& refused) {
    for (const char* name : {"veth-blocking", "veth-polled"})
      absent(name, refused.refusal().code.c_str(), refused.refusal().detail.c_str());
  } catch (const std::exception& error) {
    for (const char* name : {"veth-blocking", "veth-polled"}) absent(name, "system", error.what());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const pid_t parent = getppid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) return 0;  // it died before we asked to be told
  sigset_t none;                      // a thread of Node's starts us, and what it blocks we would inherit
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  const double seconds = argc == 4 ? std::strtod(argv[3], nullptr) : 0;
  if (!(seconds > 0 && seconds <= kMostSeconds)) {
    std::fputs("usage: lab-probe-wire CLIENT_CPU SERVER_CPU SECONDS\n", stderr);
    return 2;
  }
  alarm(static_cast<unsigned>(std::ceil(seconds)) + kGraceSeconds);
  return run({std::atoi(argv[1]), std::atoi(argv[2])}, seconds);
}
