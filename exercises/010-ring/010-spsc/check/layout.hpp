// Advice on false sharing: finds out which of a ring's bytes a producer writes and which a consumer, by looking.
#pragma once

#include <cstring>

#include "any_ring.hpp"

namespace spsc {

template <typename Ring>
class Layout {
 public:
  // Tells where the two sides write to one cache line, if they do.
  static void advise(Check& check) {
    Layout layout;
    layout.observe();
    for (std::size_t p = 0; p < kWords; ++p) {
      if (layout.writer_[p] != kProducer) continue;
      for (std::size_t c = 0; c < kWords; ++c) {
        if (layout.writer_[c] != kConsumer || !share_a_line(p * kWord, c * kWord)) continue;
        check.advise("layout",
                     "The producer and the consumer write to the same cache line, at offsets {} and {} of the "
                     "ring: each write takes the line from the other core (false sharing). Keep at least 64 "
                     "bytes, better 128, between them.",
                     p * kWord, c * kWord);
        return;
      }
    }
  }

 private:
  static constexpr std::size_t kLine = 64;  // bytes, on x86 and most ARM
  static constexpr std::size_t kWord = sizeof(std::uint64_t);
  static constexpr std::size_t kWords = sizeof(Ring) / kWord;
  // Who writes a word. What both write is news for the other side, and has to cross anyway.
  static constexpr unsigned char kProducer = 1;
  static constexpr unsigned char kConsumer = 2;

  Layout() : ring_(new Ring) { look(before_); }
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;
  ~Layout() {
    delete ring_;
    delete[] before_;
    delete[] after_;
    delete[] writer_;
  }

  static bool share_a_line(std::size_t one, std::size_t other) {
    if constexpr (alignof(Ring) >= kLine) return one / kLine == other / kLine;
    return (one < other ? other - one : one - other) < kLine;
  }

  void look(std::uint64_t* words) const { std::memcpy(words, static_cast<const void*>(ring_), kWords * kWord); }

  void mark_changes(unsigned char who) {
    look(after_);
    for (std::size_t i = 0; i < kWords; ++i) {
      if (before_[i] != after_[i]) writer_[i] |= who;
    }
    std::uint64_t* const seen = after_;
    after_ = before_;
    before_ = seen;
  }

  // Full and empty, each with a refusal: private copies of the other side's index are written then.
  void observe() {
    lab::Random random(1);
    std::uint64_t values[Ring::capacity()];
    for (std::uint64_t& value : values) value = random.next();
    for (const std::uint64_t value : values) ring_->try_push(Item{value});
    ring_->try_push(Item{0});
    mark_changes(kProducer);
    std::size_t first = kWords;  // of the array of elements
    std::size_t last = 0;
    for (std::size_t i = 0, found = 0; i < kWords && found < Ring::capacity(); ++i) {
      if (before_[i] != values[found]) continue;
      first = i < first ? i : first;
      last = i;
      ++found;
    }
    Item out{};
    while (ring_->try_pop(out)) {
    }
    mark_changes(kConsumer);
    for (std::size_t i = first; i <= last; ++i)
      writer_[i] = 0;  // crossing is what elements, and marks at them, are for
  }

  Ring* ring_;
  std::uint64_t* before_ = new std::uint64_t[kWords];
  std::uint64_t* after_ = new std::uint64_t[kWords];
  unsigned char* writer_ = new unsigned char[kWords]();
};

}  // namespace spsc
