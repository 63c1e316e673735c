// How the checks make, name and audit the element that notices how it is treated.
#pragma once

#include "any_ring.hpp"
#include "lab/element.hpp"

namespace mpmc {

using lab::Element;
using lab::treatment;

template <>
struct Kind<Element> {
  static constexpr const char* kScene = "MpmcRing<Element, {}> ring;  // an Element owns memory, and counts";
  static constexpr const char* kSceneAt = "MpmcRing<Element, {}> ring({});  // an Element owns memory, and counts";
  static Element make(std::uint64_t number) { return Element(number); }
  static std::uint64_t number(const Element& item) { return item.number(); }
  static void begin() { lab::treatment = {}; }  // what a ring that has failed has left behind is not the next one's
  static void audit(Check& check, std::size_t inside) { lab::audit_treatment(check, inside); }
};

}  // namespace mpmc
