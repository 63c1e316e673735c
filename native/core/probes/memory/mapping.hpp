// Anonymous memory with pages of a known size, given back when it goes out of scope.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace lab::probes {

inline constexpr std::size_t kSmallPage = 4096;
inline constexpr std::size_t kHugePage = 2 * 1024 * 1024;
inline constexpr std::size_t kLineBytes = 64;

enum class Pages {
  kSmall,        // 4 KiB, and never merged (MADV_NOHUGEPAGE)
  kTransparent,  // asked for 2 MiB with MADV_HUGEPAGE: faults tell whether they came
  kHugetlb,      // 2 MiB from the pool that vm.nr_hugepages fills
};

class Mapping {
 public:
  // Nothing is touched yet. Throws Refused("no-memory") where there is none to map, and for kHugetlb
  // Refused("no-huge-pages").
  Mapping(std::size_t bytes, Pages pages);
  ~Mapping();
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  [[nodiscard]] std::byte* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return bytes_; }

  // Writes to every 4 KiB, so that all of it is there.
  void touch() const noexcept;

 private:
  std::byte* reserved_;
  std::size_t reserved_bytes_;
  std::byte* data_;
  std::size_t bytes_;
};

// Touches all of it and hands back how many page faults that took (getrusage(2)).
std::int64_t faults_of_touching(const Mapping& mapping) noexcept;

// The best kind of huge page that this machine gives `bytes` of, found by touching so many: kHugetlb, kTransparent, or
// kSmall where there are none.
Pages huge_pages_for(std::size_t bytes);

// `hugetlb`, `thp` or `small-pages`.
const char* note_of(Pages pages) noexcept;

// `wanted` for each of so many arrays, or less where all of them would be more than a quarter of the memory that can be
// had without swapping (MemAvailable, and the control group's limit). Whole huge pages. Throws Refused("no-memory")
// below `least`.
std::size_t modest(std::size_t wanted, std::size_t least, std::size_t arrays = 1);

// Throws Refused("page-size") where the kernel's smallest page is not of 4 KiB (some arm64 kernels).
void need_small_pages();

}  // namespace lab::probes
