// Where in the learner's files something has happened, as the sanitizers' own symbolizer knows it: it reads the
// program's debug information and starts no other program.
#include <execinfo.h>
#include <stdlib.h>

#include "check_run.hpp"

// sanitizer/common_interface_defs.h. A call site that was inlined gives several answers, the innermost first, each
// ended by a zero byte.
extern "C" __attribute__((weak)) void __sanitizer_symbolize_pc(void* call_site, const char* format, char* out,
                                                               size_t size);

namespace lab {
namespace {

constexpr size_t kAnswerSize = 16 * 1024;  // names of templates are hundreds of bytes long
constexpr int kMostFrames = 48;
constexpr char kFormat[] = "%s\n%l\n%f";

// Code of the program itself, and not of a shared library (ld(1) and its successors define these two).
extern "C" const char __executable_start;
extern "C" const char etext;
bool is_in_program(const void* call_site) noexcept { return call_site >= &__executable_start && call_site < &etext; }

// Files that are not the learner's: the system's, relative paths of a runtime's own build, ours.
bool is_learners(const char* file) noexcept {
  if (strncmp(file, "/usr/", 5) == 0 || strncmp(file, "..", 2) == 0 || file[0] == '<' || file[0] == '\0') return false;
  for (const char* const ours :
       {"/include/", "/compiler-rt/", "/check/", "/harness/", "/lab/check.hpp", "/contract.hpp"}) {
    if (strstr(file, ours) != nullptr) return false;
  }
  for (const char* const ours : {"check/", "harness/", "faults/", "lab/", "contract.hpp"}) {
    if (strncmp(file, ours, strlen(ours)) == 0) return false;
  }
  return true;
}

// `push` out of `bool SpscRing<Item, 1024ul>::push<Item const&>(Item const&)`.
Text<80> short_name(const char* function) noexcept {
  const char* start = function;
  const char* end = function;
  int depth = 0;
  for (; *end != '\0'; ++end) {
    if (strncmp(end, "operator", 8) == 0) {  // its brackets are part of the name
      start = end;
      end += 8;
      end += strncmp(end, "()", 2) == 0 ? 2 : strcspn(end, "(");
      break;
    }
    if (*end == '<') ++depth;
    if (*end == '>') --depth;
    if (depth != 0) continue;
    if (*end == '(' && strncmp(end, "(anonymous", 10) != 0 && end != start) break;
    if (*end == ' ' || *end == ':') start = end + 1;
  }
  size_t length = 0;
  while (start + length < end && start[length] != '<') ++length;
  Text<80> name;
  name.add_foreign(start, length);
  return name;
}

// Takes the place if this answer's file is the learner's. An answer is file, line and function, a line each.
bool take_answer(Place& place, char* answer) noexcept {
  char* const line = strchr(answer, '\n');
  if (line == nullptr) return false;
  char* const function = strchr(line + 1, '\n');
  if (function == nullptr) return false;
  *line = '\0';
  *function = '\0';
  if (!is_learners(answer)) return false;
  const char* const slash = strrchr(answer, '/');
  const char* const file = slash != nullptr ? slash + 1 : answer;
  place = {};
  place.file.add_foreign(file, strlen(file));
  place.line.add(line + 1);
  place.function = short_name(function + 1);
  return true;
}

}  // namespace

bool find_place(Place& place, void* const* call_sites, size_t count) noexcept {
  if (!__sanitizer_symbolize_pc) return false;
  static char answers[kAnswerSize];  // only one thread tells the end
  for (size_t i = 0; i < count; ++i) {
    if (!is_in_program(call_sites[i])) continue;
    memset(answers, 0, sizeof answers);
    __sanitizer_symbolize_pc(call_sites[i], kFormat, answers, sizeof answers - 1);
    for (char* answer = answers; *answer != '\0';) {
      char* const next = answer + strlen(answer) + 1;  // before zero bytes are put into it
      if (take_answer(place, answer)) return true;
      if (next >= answers + sizeof answers) break;
      answer = next;
    }
  }
  return false;
}

void add_place(Sentence& sentence, void* const* call_sites, size_t count) noexcept {
  Place place;
  if (!find_place(place, call_sites, count)) return;
  sentence.add(" in ").add(place.function).add(" (").add(place.file).add(':').add(place.line).add(')');
}

void add_place_here(Sentence& sentence) noexcept {
  if (!__sanitizer_symbolize_pc) return;
  void* frames[kMostFrames];
  const int depth = backtrace(frames, kMostFrames);
  add_place(sentence, frames, depth > 0 ? static_cast<size_t>(depth) : 0);
}

}  // namespace lab
