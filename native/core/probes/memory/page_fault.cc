// page-fault: what the first touch of a page costs, that is until the kernel has found, cleared and mapped it.
#include "core/probes/context.hpp"
#include "core/probes/memory/mapping.hpp"
#include "core/probes/samples.hpp"

namespace lab::probes {
namespace {

constexpr std::size_t kSmallPages = 256;  // 1 MiB a repetition
constexpr std::size_t kHugePages = 4;     // 8 MiB a repetition
constexpr std::size_t kMostRepetitions = 1000;

// ns for each page of the first write to it. The mapping is new each time, and making it is not timed.
double first_touch(const Mapping& memory, std::size_t page, std::size_t pages) noexcept {
  const std::uint64_t began = read_tsc();
  for (std::size_t i = 0; i < pages; ++i) static_cast<volatile std::byte*>(memory.data())[i * page] = std::byte{1};
  return ticks_to_ns(read_tsc() - began) / static_cast<double>(pages);
}

Figure touch_small(const Budget& budget) {
  need_small_pages();
  Samples samples;
  do {
    const Mapping memory(kSmallPages * kSmallPage, Pages::kSmall);
    samples.add(first_touch(memory, kSmallPage, kSmallPages));
  } while (samples.count() < kLeastRepetitions || (samples.count() < kMostRepetitions && budget.left()));
  return {"", samples.quartiles(), ""};
}

Figure touch_huge(const Budget& budget) {
  const Pages pages = huge_pages_for(kHugePages * kHugePage);
  if (pages == Pages::kSmall) throw Refused({"no-huge-pages", ""});
  Samples samples;
  do {
    const Mapping memory(kHugePages * kHugePage, pages);
    const double each = first_touch(memory, kHugePage, kHugePages);
    // Only where the page really was huge is the rest of it there now.
    if (faults_of_touching(memory) == 0) samples.add(each);
  } while (samples.count() < kMostRepetitions && budget.left());
  if (samples.count() == 0) throw Refused({"no-huge-pages", ""});
  return {"", samples.quartiles(), note_of(pages)};
}

}  // namespace

ProbeResult probe_page_fault(const Context& context) {
  ProbeResult result;
  add_figure(result, "first-touch-4k", [&] { return touch_small(context.budget.part(0.4)); });
  add_figure(result, "first-touch-2m", [&] { return touch_huge(context.budget); });
  return result;
}

}  // namespace lab::probes
