// The program on this host with its huge pages, where some are free: EAL is started for real. Built with the address
// and undefined-behaviour sanitizers.
#include <sys/mman.h>

#include "this_host.hpp"

namespace {

using namespace environment;

constexpr unsigned kMemoryMib = 64;
constexpr unsigned kPages = kMemoryMib / kHugePageMib;

// Free is what the kernel has; a control group may still give this process none of it.
bool get_huge_pages() {
  if (free_huge_pages() < kPages) return false;
  const std::size_t bytes = std::size_t{kMemoryMib} * 1024 * 1024;
  void* const some = mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
  return some != MAP_FAILED && munmap(some, bytes) == 0;
}

[[noreturn]] void unjudged(Check& check) {
  check.cannot_judge_here(
      "Not started with huge pages: {} of 2 MiB are free, and {} would be needed. lab doctor --fix hugepages reserves "
      "some.",
      free_huge_pages(), kPages);
}

void huge_starts(Check& check) {
  check.scene("This host, with its {} free huge pages; hugetlbfs is not mounted where the program runs.",
              free_huge_pages());
  if (!get_huge_pages()) unjudged(check);
  const Host host = {.cpus = {last_cpu()}, .huge_pages_reserved = kPages, .huge_pages_free = kPages};
  try {
    start(check, host, {.name = "lab-environment", .memory_mib = kMemoryMib, .devices = {kNull, kRing}}, Others::kNone);
  } catch (const lab::StepFailed&) {
    if (!get_huge_pages()) unjudged(check);  // somebody else has taken them meanwhile
    throw;
  }
}

void huge_memory(Check& check) {
  check.scene("EAL runs, and the program wanted {} MiB.", kMemoryMib);
  check.expect(rte_eal_has_hugepages() == 1, "It has no huge pages, although enough are free.");
  constexpr std::uint64_t kPageBytes = std::uint64_t{kHugePageMib} * 1024 * 1024;
  check.expect(page_bytes(check) >= kPageBytes, "Its memory is in pages of {} bytes.", page_bytes(check));
  expect_memory(check, kMemoryMib);
}

void huge_answers(Check& check) {
  check.scene("EAL runs on huge pages, and the program wanted net_null0 and net_ring0.");
  expect_answers(check);
}

constexpr lab::Step kSteps[] = {
    {"huge-starts", huge_starts},
    {"huge-memory", huge_memory, "huge-starts"},
    {"huge-answers", huge_answers, "huge-starts"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
