// The memory of C++20, as an operational model: per atomic object the history of its stores in modification order, and
// per thread a clock that says which of them it must not go back behind.
//
// Which model: RC11 (Lahav, Vafeiadis, Kang, Hur, Dreyer: "Repairing Sequential Consistency in C/C++11", PLDI 2017),
// whose rules for seq_cst are those of C++20 (P0668R5). A run is a sequence of events in an order that respects program
// order and reads-from; within it
//   - a load reads any store that is not hidden from its thread: not before the last one in modification order that
//     happens-before knowledge says was read or written (the four coherence rules of [intro.races]);
//   - a store goes anywhere behind what its thread knows, not only to the end;
//   - a read-modify-write stands right behind the store that it reads, and nothing comes between;
//   - acquire takes over what the release sequence carries: its head, and read-modify-writes (C++20: no longer later
//     stores of the same thread);
//   - fences carry it over to the loads before them and the stores behind them;
//   - what is seq_cst fits into one order S (sc_order.hpp).
// What that excludes: cycles of program order and reads-from, "load buffering" (both threads load first and see the
// other's later store). The standard's text allows it with relaxed order; to allow it without also allowing values out
// of thin air needs promises (Kang et al., POPL 2017), and x86 never does it. `consume` is taken for acquire, as all
// compilers do. The POWER-only outcomes in which S contradicts happens-before are produced: S is a graph, not a run.
//
// Data races of plain accesses are none of this file's business (races.hpp): a run that has one ends there.
#pragma once

#include "choice.hpp"
#include "sc_order.hpp"
#include "simulator/base/address_map.hpp"

namespace lab::sim {

using Value = unsigned __int128;

// The compilers' numbers (__ATOMIC_RELAXED, …).
enum class Order : std::uint8_t { kRelaxed, kConsume, kAcquire, kRelease, kAcqRel, kSeqCst };

constexpr bool acquires(Order order) noexcept {
  return order == Order::kConsume || order == Order::kAcquire || order == Order::kAcqRel || order == Order::kSeqCst;
}
constexpr bool releases(Order order) noexcept {
  return order == Order::kRelease || order == Order::kAcqRel || order == Order::kSeqCst;
}

enum class Machine : std::uint8_t { kCpp, kTso, kSc };

// What is carried from a release to an acquire: what happened before, and what of S strongly happened before.
struct Knowledge {
  Clock clock;
  Before strong;

  void join(const Knowledge& other) noexcept {
    clock.join(other.clock);
    strong.join(other.strong);
  }
};

// A thread, as far as the memory knows it.
struct Viewer {
  std::uint32_t thread = 0;
  Knowledge now;
  Knowledge at_release_fence;     // what relaxed stores carry since the last release fence
  Knowledge at_acquire_fence;     // what relaxed loads have seen, for the next acquire fence
  std::uint64_t fresh_since = 0;  // loads do not go back behind this step (libstdc++'s own waiting, front/futex.cc)

  [[nodiscard]] std::uint32_t epoch() const noexcept { return now.clock.at[thread]; }
  void tick() noexcept { ++now.clock.at[thread]; }
};

struct Message {
  Value value = 0;
  std::uint32_t thread = 0;
  std::uint32_t epoch = kNever;
  std::uint64_t step = 0;       // when it was run; 0 for what was there before the object was used as an atomic
  std::uint64_t hidden_at = 0;  // the step at which something came behind it in modification order
  Order order = Order::kRelaxed;
  bool reads_last = false;  // by a read-modify-write, of the one before it
  bool taken = false;       // such a one stands behind it
  Knowledge carried;
  Clock seen;  // per thread, the first event that wrote or read it
  std::uint8_t reads[kMostThreads] = {};
  Before before_by_writer;  // what must be before whatever is coherence-ordered after its writer, or its readers
  Before before_by_readers;
  After after;  // what must be after whatever is coherence-ordered before it
};

// What an atomic operation did, for the story.
struct Outcome {
  Value read = 0;
  Value newest = 0;               // what a load of the newest store would have read
  std::uint64_t newest_step = 0;  // of the newest store
  std::uint64_t from_step = 0;    // of the store that was read
  std::uint32_t from_thread = 0;
  std::uint32_t behind = 0;  // how many stores are newer than the one that was read
  bool succeeded = true;     // of a compare-exchange
};

// One atomic object.
struct Location {
  std::uintptr_t address = 0;
  std::uint32_t size = 0;
  Vector<Message> messages;  // in modification order
  Before folded;             // of messages that nobody can read any more
};

// What a read-modify-write makes of the old value.
using Modify = Value (*)(Value old, Value argument);

class Memory {
 public:
  Memory(Choices& choices, const std::uint64_t& step) noexcept : choices_(choices), step_(step) {}

  void reset(Machine machine) noexcept;

  Outcome load(Viewer& viewer, Location& location, Order order);
  void store(Viewer& viewer, Location& location, Order order, Value value);
  Outcome modify(Viewer& viewer, Location& location, Order order, Modify change, Value argument);
  // `spurious`: a weak one may fail although the values are equal.
  Outcome compare_exchange(Viewer& viewer, Location& location, Order success, Order failure, Value expected,
                           Value desired, bool spurious);
  void fence(Viewer& viewer, Order order);

  // The atomic object there; null if there is none yet.
  [[nodiscard]] Location* find(std::uintptr_t address) noexcept;
  // Makes one of what is in memory, which `thread` has written at `epoch`.
  Location& begin(std::uintptr_t address, std::uint32_t size, std::uint32_t thread, std::uint32_t epoch);
  // A plain write: whatever atomic objects were there have come to their end.
  void forget(std::uintptr_t address, std::size_t size) noexcept;

  // Forgets what none of these threads can read any more.
  void prune(Location& location, const Viewer* const* viewers, std::uint32_t count) noexcept;
  // What a load by this thread may read, and how much of it is newer than what it knows.
  [[nodiscard]] bool anything_new(const Viewer& viewer, const Location& location) const noexcept;
  [[nodiscard]] Vector<Location>& locations() noexcept { return locations_; }

 private:
  enum class Access : std::uint8_t { kRead, kWrite, kModify };

  struct Candidates {
    static constexpr std::uint32_t kMost = 32;
    std::uint32_t index[kMost];
    std::uint32_t count = 0;
  };

  [[nodiscard]] static std::size_t floor(const Viewer& viewer, const Location& location) noexcept;
  [[nodiscard]] bool admissible(const Viewer& viewer, const Location& location, std::size_t index, Access access,
                                bool seq_cst) const noexcept;
  [[nodiscard]] Before before_at(const Location& location, std::size_t index, Access access) const noexcept;
  Candidates readable(const Viewer& viewer, const Location& location, Order order, Access access) const noexcept;
  std::size_t choose_read(Viewer& viewer, Location& location, Order order, Access access);
  void note_read(Viewer& viewer, Location& location, std::size_t index, Order order);
  Message& insert(Viewer& viewer, Location& location, std::size_t index, Order order, Value value);
  void enter_order(Viewer& viewer, const Before& strong, Location& location, std::size_t index, Access access,
                   bool seq_cst);
  [[nodiscard]] Outcome outcome_of(const Location& location, std::size_t index) const noexcept;
  Outcome finish_modify(Viewer& viewer, Location& location, std::size_t index, Order order, Value value);
  static void put(std::uintptr_t address, std::uint32_t size, Value value) noexcept;

  Choices& choices_;
  const std::uint64_t& step_;
  Machine machine_ = Machine::kCpp;
  ScOrder order_;
  Vector<Location> locations_;
  Vector<Location> spare_;           // their memory is used again
  AddressMap<std::uint32_t> table_;  // by address, into locations_
};

}  // namespace lab::sim
