// There is no ring here: every call refuses. Instead the constructor looks for the reference solution's source while it
// runs, and prints it where the learner will read it. People write it to get at the answer before having one. Caught as
// a ring that takes nothing (step one-item); and what must not happen meanwhile is that the line it prints appears: the
// sandbox shows a program neither the solutions nor the grader. (Where namespaces are forbidden it can be read, and the
// lab says so.)
#pragma once

#include <cstddef>
#include <cstdio>
#include <span>
#include <string>

template <typename T, std::size_t Capacity>
class SpscRing {
 public:
  SpscRing() noexcept : SpscRing(0) {}
  explicit SpscRing(std::size_t) noexcept {
    static const int looked = look_for_the_reference();
    static_cast<void>(looked);
  }

  SpscRing(const SpscRing&) = delete;
  SpscRing& operator=(const SpscRing&) = delete;

  bool try_push(const T&) { return false; }
  bool try_push(T&&) { return false; }
  bool try_pop(T&) { return false; }
  std::size_t push_n(std::span<T>) { return 0; }
  std::size_t pop_n(std::span<T>) { return 0; }

  static constexpr std::size_t capacity() noexcept { return Capacity; }

 private:
  // Upwards from where this file was compiled, and from where the program runs.
  static int look_for_the_reference() {
    const std::string here = __FILE__;
    const std::string file = "solutions/010-ring/010-spsc/reference/spsc_ring.hpp";
    std::string up;
    for (int level = 0; level < 12; ++level, up += "../") {
      for (const std::string& start : {here.substr(0, here.rfind('/') + 1), std::string(), std::string("/lab/")}) {
        if (print(start + up + file)) return 1;
      }
    }
    return 0;
  }

  static bool print(const std::string& path) {
    std::FILE* const reference = std::fopen(path.c_str(), "r");
    if (reference == nullptr) return false;
    std::fprintf(stderr, "THE REFERENCE CAN BE READ: %s\n", path.c_str());
    for (int byte; (byte = std::fgetc(reference)) != EOF;) std::fputc(byte, stderr);
    std::fclose(reference);
    return true;
  }
};
