// The arm of `lab bench ring`: throughput and round trip at three capacities and three element sizes, for any ring that
// has try_push and try_pop. Workload number = (capacity * 3 + size) * 2 + kind, in the order of the lists below.
#include <cstddef>
#include <memory>

#include "lab/arm.hpp"
#include "spsc_ring.hpp"

namespace {

using lab::Backoff;
using lab::Lane;
using lab::Received;

constexpr std::uint32_t kProducer = 0;
constexpr std::size_t kMaxCapacity = 65536;

// An element of `Size` bytes. First and last word carry the stream's value, so that a torn element changes the digest.
template <std::size_t Size>
struct Element {
  std::uint64_t words[Size / sizeof(std::uint64_t)];

  void set(std::uint64_t value) noexcept {
    words[0] = value;
    words[Size / sizeof(std::uint64_t) - 1] = value;
  }
  [[nodiscard]] std::uint64_t get() const noexcept { return words[0] | words[Size / sizeof(std::uint64_t) - 1]; }
};

// The rings of one cell. They live as long as the process: an order leaves them empty, and building the largest ones
// would take longer than a slice.
template <std::size_t Capacity, std::size_t Size>
struct Cell {
  using Ring = SpscRing<Element<Size>, Capacity>;
  Ring there;
  Ring back;

  static Cell& get() {
    static const std::unique_ptr<Cell> cell = std::make_unique<Cell>();
    return *cell;
  }

  static void push(Ring& ring, const Element<Size>& element, Backoff backoff = {}) {
    while (!ring.try_push(element)) backoff.wait();
  }

  static void pop(Ring& ring, Element<Size>& element, Backoff backoff = {}) {
    while (!ring.try_pop(element)) backoff.wait();
  }

  static Received throughput(const Lane& lane) {
    Cell& cell = get();
    const std::uint64_t items = lane.order.items;
    Element<Size> element{};
    lane.barrier.meet();
    if (lane.thread == kProducer) {
      std::uint64_t value = lane.order.seed;
      for (std::uint64_t i = 0; i < items; ++i, value += lab::kStreamStep) {
        element.set(value);
        push(cell.there, element, Backoff(Backoff::kForBacklog));
      }
      return {};
    }
    lab::StreamDigest digest;
    for (std::uint64_t i = 0; i < items; ++i) {
      pop(cell.there, element, Backoff(Backoff::kForBacklog));
      digest.add(element.get());
    }
    return {items, digest.value()};
  }

  static Received round_trip(const Lane& lane) {
    Cell& cell = get();
    const std::uint64_t items = lane.order.items;
    Element<Size> element{};
    lane.barrier.meet();
    if (lane.thread != kProducer) {
      for (std::uint64_t i = 0; i < items; ++i) {
        pop(cell.there, element);
        push(cell.back, element);
      }
      return {};
    }
    lab::StreamDigest digest;
    std::uint64_t value = lane.order.seed;
    for (std::uint64_t i = 0; i < items; ++i, value += lab::kStreamStep) {
      element.set(value);
      push(cell.there, element);
      pop(cell.back, element);
      digest.add(element.get());
    }
    return {items, digest.value()};
  }
};

#define LAB_SWEEP_SIZES(capacity)                                                               \
  Cell<capacity, 8>::throughput, Cell<capacity, 8>::round_trip, Cell<capacity, 64>::throughput, \
      Cell<capacity, 64>::round_trip, Cell<capacity, 256>::throughput, Cell<capacity, 256>::round_trip

constexpr lab::Workload kWorkloads[] = {LAB_SWEEP_SIZES(256), LAB_SWEEP_SIZES(1024), LAB_SWEEP_SIZES(kMaxCapacity)};

}  // namespace

lab::ArmProgram lab::arm_program() noexcept {
  return {.threads = 2, .workloads = kWorkloads, .prepare = [](const Order&) {}, .memory = {}};
}
