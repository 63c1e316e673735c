// Where cores waited for each other's lines: which members of which object, and which lines of code.
#include "lines.hpp"

#include <cxxabi.h>
#include <stdlib.h>

#include <bit>

#include "words.hpp"

namespace lab::sim {
namespace {

constexpr char kTopic[] = "transfers";
constexpr std::uint32_t kMostPlaces = 3;
constexpr std::uint32_t kMostLines = 2;
constexpr std::uint64_t kWorthSaying = 20;  // a wait for so many items

// `SpscRing` out of `spsc::SpscRing<spsc::Item, 256ul>`: what is the same in the debug information of every compiler.
Text<80> short_type(const char* mangled) noexcept {
  int status = 1;
  char* const readable = abi::__cxa_demangle(mangled, nullptr, nullptr, &status);
  const char* start = readable != nullptr ? readable : mangled;
  const char* end = start;
  int depth = 0;
  for (; *end != '\0' && *end != '<'; ++end) {
    if (*end == '(') ++depth;
    if (*end == ')') --depth;
    if (depth == 0 && *end == ':') start = end + 1;
  }
  Text<80> name;
  name.add_foreign(start, static_cast<std::size_t>(end - start));
  free(readable);
  return name;
}

void add_offset(Sentence& sentence, std::size_t from, std::size_t to) noexcept {
  sentence.add('{').add_number(from);
  if (to != from) sentence.add('-').add_number(to);
  sentence.add('}');
}

void say(const Sentence& sentence, const Object* object) noexcept {
  if (object == nullptr) return say_advice(kTopic, sentence);
  const Text<80> type = short_type(object->type);
  say_advice(kTopic, sentence, &type, object->size);
}

// False where the line lies in no object that is known, or holds further ones: their offsets would say nothing.
bool add_members(Sentence& sentence, const Object& object, const SplitLine& split, std::uint32_t line_bytes) noexcept {
  const int count = std::popcount(split.starts);
  int told = 0;
  for (std::uint32_t bit = 0; bit < 64; ++bit) {
    if ((split.starts >> bit & 1U) == 0) continue;
    const std::uintptr_t offset = split.line * line_bytes + bit * (line_bytes / 64) - object.begin;
    if (offset >= object.size) return false;
    if (told != 0) sentence.add(told + 1 == count ? " and " : ", ");
    add_offset(sentence, offset, offset);
    ++told;
  }
  return told > 1;
}

void advise_on_members(std::uint64_t items) noexcept {
  SplitLine lines[kMostLines];
  const Coherence& coherence = simulation().coherence();
  const std::uint32_t count = simulation().coherence().worst(lines, kMostLines);
  const std::uint32_t bytes = coherence.line_bytes();
  for (std::uint32_t i = 0; i < count && lines[i].waits * kWorthSaying >= items; ++i) {
    const auto first = static_cast<std::uintptr_t>(std::countr_zero(lines[i].starts)) * (bytes / 64);
    const Object* const object = simulation().objects().find(lines[i].line * bytes + first);
    if (object == nullptr) continue;
    Sentence sentence;
    if (!add_members(sentence, *object, lines[i], bytes)) continue;
    sentence.add(" of ").add(short_type(object->type));
    sentence.add(" share a cache line, which is waited for because the other core used a different one: ");
    sentence.add_ratio(lines[i].waits * 100 / items, 100);
    sentence.add(" per item, at the last of the paces. What different threads write should be ");
    sentence.add_number(bytes).add(" bytes apart");
    say(sentence, object);
  }
}

void advise_on_places(std::uint64_t items) noexcept {
  Spot spots[kMostPlaces];
  const std::uint32_t count = simulation().coherence().worst(spots, kMostPlaces);
  for (std::uint32_t i = 0; i < count && spots[i].waits * kWorthSaying >= items; ++i) {
    Sentence sentence;
    sentence.add("waits for the other core per item: ");
    sentence.add_ratio(spots[i].waits * 100 / items, 100).add(',');
    const Object* const object = simulation().objects().find(spots[i].lowest);
    const bool known = object != nullptr && object == simulation().objects().find(spots[i].highest);
    if (known) {
      sentence.add(" for ");
      add_offset(sentence, spots[i].lowest - object->begin, spots[i].highest - object->begin);
      sentence.add(" of ").add(short_type(object->type)).add(',');
    }
    void* const site = reinterpret_cast<void*>(spots[i].place);
    const std::size_t before = sentence.size();
    add_place(sentence, &site, 1);
    if (sentence.size() != before) say(sentence, known ? object : nullptr);
  }
}

}  // namespace

void advise_on_lines(std::uint64_t items) noexcept {
  advise_on_members(items);
  advise_on_places(items);
}

}  // namespace lab::sim
