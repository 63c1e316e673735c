// What a probe hands back: figures with their spread, what could not be measured and why, and a sweep where the probe
// has one. The addon converts these; names, titles and sentences for people are TypeScript's (grader/probe).
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lab::probes {

// Of many repetitions, so that the few that an interrupt or another program hit do not decide.
struct Quartiles {
  double low = 0;
  double median = 0;
  double high = 0;
};

struct Figure {
  std::string name;
  Quartiles value;
  // How it came about on this machine, as a word and what belongs to it: "hugetlb", "clocksource:tsc". Empty where
  // there is nothing to say.
  std::string note;
};

// Why something cannot be measured here, as a word that grader/probe has sentences for, and what the system said.
struct Refusal {
  std::string code;
  std::string detail;
};

// A figure that is missing.
struct Absent {
  std::string name;
  Refusal refusal;
};

struct Point {
  double x = 0;
  Quartiles value;
};

struct Series {
  std::string name;
  std::vector<Point> points;
};

struct ProbeResult {
  std::vector<Figure> figures;
  std::vector<Absent> absent;
  std::vector<Series> sweep;  // empty where the probe has none
  double seconds = 0;
  // Share of that, 0 to 1, in which the probe's thread was ready to run and another one had its CPU.
  double waited = 0;
};

// Thrown by a part of a probe that this machine cannot do; ends up as Absent.
class Refused : public std::exception {
 public:
  explicit Refused(Refusal refusal) : refusal_(std::move(refusal)) {}
  [[nodiscard]] const Refusal& refusal() const noexcept { return refusal_; }
  [[nodiscard]] const char* what() const noexcept override { return refusal_.code.c_str(); }

 private:
  Refusal refusal_;
};

}  // namespace lab::probes
