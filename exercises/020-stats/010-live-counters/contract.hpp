// What `live_counters.hpp` has to offer, said in words before the compiler says it in templates. Every program that
// uses the counters includes this file and nothing else of the learner's.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "live_counters.hpp"

namespace stats {

// What the benchmark counts: packets, bytes, and one more.
inline constexpr std::size_t kBenchmarkThreads = 2;
inline constexpr std::size_t kBenchmarkKinds = 3;

template <std::size_t Threads, std::size_t Kinds>
consteval bool fulfils_contract() {
  using Counters = LiveCounters<Threads, Kinds>;
  using Counts = std::array<std::uint64_t, Kinds>;
  static_assert(std::is_default_constructible_v<Counters>,
                "LiveCounters needs a constructor without arguments, LiveCounters(): all counters begin at 0.");
  static_assert(!std::is_copy_constructible_v<Counters> && !std::is_copy_assignable_v<Counters>,
                "LiveCounters must not be copyable: threads hold references to it. Write "
                "`LiveCounters(const LiveCounters&) = delete;` and the same for operator=.");
  static_assert(
      requires(Counters counters, std::size_t thread, const Counts& more) {
        { counters.add(thread, more) } -> std::same_as<void>;
        requires noexcept(counters.add(thread, more));
      },
      "LiveCounters needs `void add(std::size_t thread, const std::array<std::uint64_t, Kinds>& more) noexcept`: it "
      "adds to the counters of that thread.");
  static_assert(
      requires(const Counters counters, std::size_t thread, Counts& out) {
        { counters.try_read(thread, out) } -> std::same_as<bool>;
        requires noexcept(counters.try_read(thread, out));
      },
      "LiveCounters needs `bool try_read(std::size_t thread, std::array<std::uint64_t, Kinds>& out) const noexcept`: "
      "all counters of that thread, from between two of its updates, or false.");
  return true;
}

static_assert(fulfils_contract<1, 1>());
static_assert(fulfils_contract<kBenchmarkThreads, kBenchmarkKinds>());
static_assert(fulfils_contract<4, 9>());

}  // namespace stats
