// Is it a queue? Compiled with the learner's file under ASan and UBSan; the harness tells the story when it is not.
#include "contract.hpp"
#include "lab/check.hpp"

namespace {

using lab::Check;

void push(Check& check, Fifo& fifo, std::uint64_t value, bool expected) {
  check.doing("fifo.push({})", value);
  const bool pushed = fifo.push(value);
  check.got(" -> {b}", pushed);
  check.expect(pushed == expected, expected ? "There was room: push must take the value and return true."
                                            : "All slots are taken: push must return false.");
}

void pop(Check& check, Fifo& fifo, std::uint64_t expected) {
  std::uint64_t out = 0;
  check.doing("fifo.pop(out)");
  const bool popped = fifo.pop(out);
  check.got(" -> {b}, out = {}", popped, out);
  check.expect(popped, "A value is inside: pop must take it out and return true.");
  check.expect(out == expected, "pop must give the oldest value, which is {}.", expected);
}

void order(Check& check) {
  check.scene("An empty queue, filled and emptied many times over, so that it passes the end of its array.");
  Fifo fifo;
  for (std::uint64_t round = 0; round < 1000; ++round) {
    for (std::uint64_t i = 0; i < 7; ++i) push(check, fifo, round * 7 + i, true);
    for (std::uint64_t i = 0; i < 7; ++i) pop(check, fifo, round * 7 + i);
  }
}

void boundaries(Check& check) {
  check.scene("An empty queue.");
  Fifo fifo;
  std::uint64_t out = 42;
  check.doing("fifo.pop(out)");
  const bool popped = fifo.pop(out);
  check.got(" -> {b}, out = {}", popped, out);
  check.expect(!popped && out == 42, "Nothing is inside: pop must return false and leave `out` as it was, {}.", 42);
  for (std::uint64_t i = 0; i < Fifo::kCapacity; ++i) push(check, fifo, i, true);
  push(check, fifo, 1000, false);
  for (std::uint64_t i = 0; i < Fifo::kCapacity; ++i) pop(check, fifo, i);
}

constexpr lab::Step kSteps[] = {{"order", order}, {"boundaries", boundaries}};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
