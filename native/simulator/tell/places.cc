// The symbolizer, from the program's debug information by libbacktrace, which comes with GCC. Slow at the first call:
// it is asked only when something has to be told.
#include <cxxabi.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// libbacktrace's backtrace.h, which clang does not find. Weak: where GCC comes without it, stories name no lines.
extern "C" {
struct backtrace_state;
__attribute__((weak)) backtrace_state* backtrace_create_state(const char* file, int threaded,
                                                              void (*on_error)(void*, const char*, int), void* data);
__attribute__((weak)) int backtrace_pcinfo(backtrace_state* state, uintptr_t instruction,
                                           int (*on_place)(void*, uintptr_t, const char*, int, const char*),
                                           void (*on_error)(void*, const char*, int), void* data);
}

namespace lab::sim {
namespace {

backtrace_state* state() noexcept {
  static backtrace_state* const made = backtrace_create_state(
      "/proc/self/exe", 0, [](void*, const char*, int) {}, nullptr);
  return made;
}

// Answers of libbacktrace in the form of the sanitizers' own symbolizer, which harness/check_place.cc reads: file, line
// and function, a line each, ended by a zero byte; the innermost first.
struct Answers {
  char* out;
  size_t room;

  void add(const char* text) noexcept {
    for (; *text != '\0' && room > 2; ++text, --room) *out++ = *text;
  }
  void end(char mark) noexcept {
    if (room > 1) *out++ = mark, --room;
  }
};

int add_answer(void* data, uintptr_t, const char* file, int line, const char* function) {
  auto& answers = *static_cast<Answers*>(data);
  if (file == nullptr) return 0;
  char digits[16];
  int used = 0;
  for (int rest = line; rest != 0 && used < 15; rest /= 10) digits[used++] = static_cast<char>('0' + rest % 10);
  answers.add(file);
  answers.end('\n');
  while (used > 0) {
    const char digit[2] = {digits[--used], '\0'};
    answers.add(digit);
  }
  answers.end('\n');
  int status = 1;
  char* const readable = function != nullptr ? abi::__cxa_demangle(function, nullptr, nullptr, &status) : nullptr;
  answers.add(readable != nullptr ? readable : (function != nullptr ? function : "?"));
  free(readable);
  answers.end('\0');
  return 0;
}

}  // namespace
}  // namespace lab::sim

// sanitizer/common_interface_defs.h: there is no sanitizer here, so the harness asks us.
extern "C" __attribute__((used)) void __sanitizer_symbolize_pc(void* call_site, const char*, char* out, size_t size) {
  memset(out, 0, size);
  if (!backtrace_create_state || !backtrace_pcinfo) return;
  lab::sim::Answers answers{out, size};
  backtrace_pcinfo(
      lab::sim::state(), reinterpret_cast<uintptr_t>(call_site), lab::sim::add_answer, [](void*, const char*, int) {},
      &answers);
}
