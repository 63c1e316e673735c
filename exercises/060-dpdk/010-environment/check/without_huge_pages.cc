// The program on this host, without huge pages, beside another one that runs already: EAL is started for real. Built
// with the address and undefined-behaviour sanitizers.
#include "this_host.hpp"

namespace {

using namespace environment;

constexpr unsigned kMemoryMib = 96;  // not what EAL takes by itself

void starts(Check& check) {
  check.scene("This host, as if it had no huge pages. Another DPDK program runs, and has said nothing of its name.");
  const Host host = {.cpus = {last_cpu()}};
  start(check, host, {.name = "lab-environment", .memory_mib = kMemoryMib, .devices = {kNull, kRing}},
        Others::kOneWithoutName);
}

void memory(Check& check) {
  check.scene("EAL runs, and the program wanted {} MiB.", kMemoryMib);
  check.expect(rte_eal_has_hugepages() == 0, "It has huge pages, and this host was to have none.");
  expect_memory(check, kMemoryMib);
}

void places(Check& check) {
  check.scene("EAL runs, and the program wanted one lcore, and may run on CPU {} alone.", last_cpu());
  check.expect(rte_lcore_count() == 1, "There are {} lcores, and one was wanted.", rte_lcore_count());
  check.expect(sched_getcpu() == static_cast<int>(last_cpu()), "The lcore runs on CPU {}.", sched_getcpu());
  check.expect(rte_eal_has_pci() == 0, "EAL has looked for cards, and this program drives none.");
}

void answers(Check& check) {
  check.scene("EAL runs, and the program wanted net_null0 and net_ring0.");
  expect_answers(check);
}

constexpr lab::Step kSteps[] = {
    {"starts", starts},
    {"memory", memory, "starts"},
    {"places", places, "starts"},
    {"answers", answers, "starts"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
