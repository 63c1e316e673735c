// The words that stories are made of: names, places, orders, values.
#pragma once

#include "harness/check_run.hpp"
#include "simulator/run/machine.hpp"

namespace lab::sim {

inline constexpr const char* kOrders[] = {"relaxed", "consume", "acquire", "release", "acq_rel", "seq_cst"};

inline const char* name_of(std::uint32_t thread) noexcept {
  const char* const name = simulation().thread(thread).name;
  return name != nullptr ? name : "a thread";
}

inline bool place_of(const Event& event, Place& place) noexcept {
  void* sites[Event::kMostPlaces];
  std::uint32_t count = 0;
  for (const std::uintptr_t site : event.places) {
    if (site != 0) sites[count++] = reinterpret_cast<void*>(site);
  }
  return find_place(place, sites, count);
}

inline void add_place_of(Sentence& sentence, const Event& event) noexcept {
  Place place;
  if (!place_of(event, place)) return;
  // A lambda has no name that its author would know.
  if (strncmp(place.function.data(), "operator()", place.function.size()) != 0)
    sentence.add(" in ").add(place.function);
  sentence.add(" (").add(place.file).add(':').add(place.line).add(')');
}

inline Sentence& add_order(Sentence& sentence, Order order) noexcept {
  sentence.add(" (").add(kOrders[static_cast<std::size_t>(order)]).add(')');
  return sentence;
}

// What the heap hands out (process/heap.cc), eight bytes of it.
inline constexpr std::uint64_t kNeverWritten = 0xa5a5a5a5a5a5a5a5;

// True for a value that nobody has stored.
inline bool is_never_written(const Event& event, std::uint64_t value) noexcept {
  const std::uint64_t mask = event.size < 8 ? (std::uint64_t{1} << (8 * event.size)) - 1 : ~std::uint64_t{0};
  return event.size > 1 && simulation().heap().owns(event.address) && value == (kNeverWritten & mask);
}

inline std::uint64_t shown(Value value) noexcept { return static_cast<std::uint64_t>(value); }

}  // namespace lab::sim
