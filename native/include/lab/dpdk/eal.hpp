// DPDK's environment for programs of the lab that hold learner code: no huge pages, no files, no root, and no cards but
// those that a testbed names. Needs
// libdpdk, and is included by exercises that ask for it.
#pragma once

#include <pthread.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <sched.h>
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace lab::dpdk {

// Starts it with `devices` (arguments of --vdev, or PCI addresses) and pins this thread to `cpu`. Exits with 71 where
// it does not start: the machine's fault, since the lab has tried it before.
inline void start_eal(int cpu, const std::vector<std::string>& devices) {
  constexpr int kOsError = 71;  // sysexits.h EX_OSERR
  // Where files may only be small, EAL does without one for its memory: but not if the signal kills us first.
  signal(SIGXFSZ, SIG_IGN);
  static std::vector<std::string> arguments;  // EAL keeps pointers into it
  arguments = {"lab",
               "--no-huge",
               "-m",
               "64",
               "--no-shconf",
               "--no-telemetry",
               "--file-prefix=lab",
               "--log-level=error",
               "--lcores=0@" + std::to_string(cpu)};
  bool cards = false;
  for (const std::string& device : devices) {
    const bool card = device.find("net_") != 0;  // names of virtual devices begin so; a card has a PCI address
    arguments.push_back((card ? "--allow=" : "--vdev=") + device);
    cards = cards || card;
  }
  if (!cards) arguments.push_back("--no-pci");
  static std::vector<char*> pointers;
  pointers.reserve(arguments.size());
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  if (rte_eal_init(static_cast<int>(pointers.size()), pointers.data()) >= 0) return;
  fprintf(stderr, "DPDK's environment does not start here: %s\n", rte_strerror(rte_errno));
  exit(kOsError);
}

// The same for a check program: once, without devices, on whatever CPU there is; threads may run anywhere afterwards.
inline void start_eal_for_checks() {
  static bool started = false;
  if (started) return;
  started = true;
  cpu_set_t before;
  pthread_getaffinity_np(pthread_self(), sizeof before, &before);
  start_eal(sched_getcpu(), {});
  pthread_setaffinity_np(pthread_self(), sizeof before, &before);
}

}  // namespace lab::dpdk
