#include "core/probes/memory/mapping.hpp"

#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <limits>
#include <string>
#include <system_error>

#include "core/probes/result.hpp"

namespace lab::probes {
namespace {

constexpr int kPopulateWrite = 23;  // MADV_POPULATE_WRITE, Linux 5.14; not in every libc's headers
constexpr int kTwoMib = 21 << MAP_HUGE_SHIFT;

std::byte* map(std::size_t bytes, int flags) noexcept {
  void* const at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
  return at == MAP_FAILED ? nullptr : static_cast<std::byte*>(at);
}

std::byte* aligned(std::byte* at) noexcept {
  const auto address = reinterpret_cast<std::uintptr_t>(at);
  return at + ((kHugePage - address % kHugePage) % kHugePage);
}

// The pool may promise pages that the control group then refuses with SIGBUS. Populating fails instead of killing us.
bool pool_has(std::size_t bytes) noexcept {
  std::byte* const at = map(bytes, MAP_HUGETLB | kTwoMib);
  if (at == nullptr) return false;
  const bool there = madvise(at, bytes, kPopulateWrite) == 0;
  munmap(at, bytes);
  return there;
}

std::int64_t minor_faults() noexcept {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  return usage.ru_minflt;
}

// The first number of a file in bytes; the largest there is where it has none ("max", or no such file).
std::size_t number_in(const char* file) {
  std::ifstream in(file);
  std::size_t value = 0;
  return in >> value ? value : std::numeric_limits<std::size_t>::max();
}

std::size_t available_bytes() {
  std::size_t available = std::numeric_limits<std::size_t>::max();
  std::ifstream meminfo("/proc/meminfo");
  for (std::string key; meminfo >> key;) {
    std::size_t kib = 0;
    if (key == "MemAvailable:" && meminfo >> kib) available = kib * 1024;
  }
  const std::size_t limit = number_in("/sys/fs/cgroup/memory.max");
  if (limit == std::numeric_limits<std::size_t>::max()) return available;
  const std::size_t used = number_in("/sys/fs/cgroup/memory.current");
  return std::min(available, limit - std::min(limit, used));
}

}  // namespace

Mapping::Mapping(std::size_t bytes, Pages pages)
    : reserved_bytes_(pages == Pages::kHugetlb ? bytes : bytes + kHugePage), bytes_(bytes) {
  reserved_ = map(reserved_bytes_, pages == Pages::kHugetlb ? MAP_HUGETLB | kTwoMib : 0);
  if (reserved_ == nullptr) {
    throw Refused({pages == Pages::kHugetlb ? "no-huge-pages" : "no-memory", std::generic_category().message(errno)});
  }
  data_ = aligned(reserved_);
  // A kernel without transparent huge pages refuses both, and then has small pages only: the faults tell.
  if (pages != Pages::kHugetlb) madvise(data_, bytes_, pages == Pages::kSmall ? MADV_NOHUGEPAGE : MADV_HUGEPAGE);
}

Mapping::~Mapping() { munmap(reserved_, reserved_bytes_); }

void Mapping::touch() const noexcept {
  for (std::size_t at = 0; at < bytes_; at += kSmallPage) static_cast<volatile std::byte*>(data_)[at] = std::byte{0};
}

std::int64_t faults_of_touching(const Mapping& mapping) noexcept {
  const std::int64_t before = minor_faults();
  mapping.touch();
  return minor_faults() - before;
}

Pages huge_pages_for(std::size_t bytes) {
  if (pool_has(bytes)) return Pages::kHugetlb;
  const Mapping mapping(bytes, Pages::kTransparent);
  const auto huge = static_cast<std::int64_t>(bytes / kHugePage);
  // One fault for each huge page; twice as many still is next to nothing beside 512 for each that did not come.
  return faults_of_touching(mapping) <= 2 * huge ? Pages::kTransparent : Pages::kSmall;
}

const char* note_of(Pages pages) noexcept {
  switch (pages) {
    case Pages::kHugetlb:
      return "hugetlb";
    case Pages::kTransparent:
      return "thp";
    case Pages::kSmall:
      break;
  }
  return "small-pages";
}

std::size_t modest(std::size_t wanted, std::size_t least, std::size_t arrays) {
  const std::size_t bytes = std::min(wanted, available_bytes() / 4 / arrays) / kHugePage * kHugePage;
  if (bytes < least) throw Refused({"no-memory", ""});
  return bytes;
}

void need_small_pages() {
  const long size = sysconf(_SC_PAGESIZE);
  if (size != static_cast<long>(kSmallPage)) throw Refused({"page-size", std::to_string(size) + " bytes"});
}

}  // namespace lab::probes
