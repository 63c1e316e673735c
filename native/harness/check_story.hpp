// What a step has done so far: the scene, the last calls, and at last the sentence about what went wrong.
#pragma once

#include "check_text.hpp"

namespace lab {

using Sentence = Text<640>;  // the longest are a sanitizer's finding with two places; more would not be read

class Story {
 public:
  // Entries that a story is told with at most: more would not be read. A power of two, so that the remainder is a mask.
  static constexpr uint64_t kEntries = 16;

  void begin(const char* scene, const Numbers& values) noexcept {
    scene_ = scene;
    scene_values_ = values;
    calls_ = 0;
    kept_ = 0;
    if (open()) advance();  // a call that was left by an exception
  }

  // A part's failure is the step's.
  void take_over(const Story& other) noexcept {
    const uint64_t ticket = ticket_;
    *this = other;
    ticket_ = ticket;
  }

  // Begins where another thread's story stands.
  void begin_like(const Story& other) noexcept { begin(other.scene_, other.scene_values_); }

  void begin_call(const char* call, const Numbers& values) noexcept {
    ++calls_;
    ++kept_;
    Entry& entry = newest();
    entry.call = call;
    entry.outcome = nullptr;
    entry.times = 1;
    entry.first = values;
    if (!open()) advance();
  }

  void end_call(const char* outcome, const Numbers& values) noexcept {
    if (!open()) return;
    Entry& entry = newest();
    entry.outcome = outcome;
    for (uint32_t i = 0; i < values.count && entry.first.count < Numbers::kMost; ++i) {
      entry.first.values[entry.first.count++] = values.values[i];
    }
    entry.last = entry.first;
    advance();
    if (kept_ >= 2 && continues(at(kept_ - 2), entry)) --kept_;
  }

  // True while a call into the learner's code has not come back.
  [[nodiscard]] bool open() const noexcept { return ticket() % 2 != 0; }

  // Odd during a call, and another one for each: by it the watchdog sees, from its thread, that a call is still the
  // same.
  [[nodiscard]] uint64_t ticket() const noexcept { return __atomic_load_n(&ticket_, __ATOMIC_RELAXED); }

  // Who is to blame at the beginning of a sentence: the call that has not come back, as `ring.try_push(4)`.
  void add_culprit(Sentence& sentence) const noexcept {
    if (open() && kept_ != 0) {
      add_call(sentence, at(kept_ - 1), at(kept_ - 1).first);
    } else {
      sentence.add("The program");
    }
  }

  // What the step ends with if it fails: the last sentence of the story.
  void conclude(const char* sentence, const Numbers& values) noexcept {
    conclusion_.clear();
    conclusion_.add_sentence(sentence, values);
  }
  void conclude(const Sentence& sentence) noexcept { conclusion_ = sentence; }
  [[nodiscard]] const Sentence& conclusion() const noexcept { return conclusion_; }

  // Hands the scene and the last calls, at most `most` of them, to `tell`, a sentence each.
  template <typename Tell>
  void tell(uint64_t most, Tell&& tell) const noexcept {
    Sentence sentence;
    if (scene_ != nullptr) {
      sentence.add_sentence(scene_, scene_values_);
      tell(sentence);
    }
    const uint64_t shown = kept_ < most ? kept_ : most;
    uint64_t told = 0;
    for (uint64_t i = kept_ - shown; i < kept_; ++i) told += at(i).times;
    if (calls_ > told) {
      sentence.clear();
      sentence.add("… ").add_number(calls_ - told).add(calls_ - told == 1 ? " call before" : " calls before");
      tell(sentence);
    }
    for (uint64_t i = kept_ - shown; i < kept_; ++i) {
      sentence.clear();
      add_entry(sentence, at(i));
      tell(sentence);
    }
  }

 private:
  struct Entry {
    const char* call;
    const char* outcome;  // null: it has not come back, as the story's last sentence says
    uint64_t times;       // how many calls in a row this entry stands for
    Numbers first;        // values of the call, then of its outcome
    Numbers last;
    uint64_t strides[Numbers::kMost];
  };

  void advance() noexcept { __atomic_store_n(&ticket_, ticket_ + 1, __ATOMIC_RELAXED); }

  Entry& newest() noexcept { return entries_[(kept_ - 1) % kEntries]; }
  [[nodiscard]] const Entry& at(uint64_t i) const noexcept { return entries_[i % kEntries]; }
  Entry& at(uint64_t i) noexcept { return entries_[i % kEntries]; }

  // Adds `next` to the run that `run` stands for, if it is the same call with every number the same or one more.
  static bool continues(Entry& run, const Entry& next) noexcept {
    if (run.call != next.call || run.outcome != next.outcome || run.first.count != next.first.count) return false;
    for (uint32_t i = 0; i < next.first.count; ++i) {
      const uint64_t stride = next.first.values[i] - run.last.values[i];
      if (run.times == 1 ? stride > 1 : stride != run.strides[i]) return false;
    }
    for (uint32_t i = 0; i < next.first.count; ++i) run.strides[i] = next.first.values[i] - run.last.values[i];
    run.last = next.first;
    ++run.times;
    return true;
  }

  static size_t add_call(Sentence& sentence, const Entry& entry, const Numbers& values) noexcept {
    return sentence.add_sentence(entry.call, values.values, values.count);
  }

  static void add_whole(Sentence& sentence, const Entry& entry, const Numbers& values) noexcept {
    const size_t used = add_call(sentence, entry, values);
    if (entry.outcome != nullptr) sentence.add_sentence(entry.outcome, values.values + used, values.count - used);
  }

  static void add_entry(Sentence& sentence, const Entry& entry) noexcept {
    add_whole(sentence, entry, entry.first);
    if (entry.times == 1) return;
    sentence.add(entry.times == 2 ? ", then " : ", and so on to ");
    add_whole(sentence, entry, entry.last);
  }

  const char* scene_ = nullptr;
  Numbers scene_values_{};
  uint64_t calls_ = 0;  // made since the scene began
  uint64_t kept_ = 0;   // entries made since then; the last kEntries of them are still there
  uint64_t ticket_ = 0;
  Entry entries_[kEntries]{};
  Sentence conclusion_;
};

}  // namespace lab
