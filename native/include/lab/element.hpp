// An element for containers under test that notices how it is treated: it owns memory, knows whether it is alive and
// where it was constructed, and counts. It never throws at the container; what it has noticed is asked afterwards. For
// one thread: its counts are plain.
#pragma once

#include "lab/check.hpp"

namespace lab {

struct Treatment {
  std::size_t alive;              // elements
  std::size_t assigned_to_none;   // assignments to memory in which no element lived
  std::size_t moved_out_of_none;  // an element was made from such memory
  std::size_t destroyed_none;
};
inline constinit Treatment treatment{};

// 32: more than any word's alignment, so that a ring has to ask for alignof(T). Not inlined: it is compiled on every
// save.
class alignas(32) Element {
 public:
  [[gnu::noinline]] explicit Element(std::uint64_t number) : self_(this), number_(new std::uint64_t(number)) {
    ++treatment.alive;
  }
  [[gnu::noinline]] Element(const Element& other) : self_(this), number_(nullptr) {
    ++treatment.alive;
    copy(other);
  }
  [[gnu::noinline]] Element(Element&& other) noexcept : self_(this), number_(nullptr) {
    ++treatment.alive;
    take(other);
  }
  [[gnu::noinline]] Element& operator=(const Element& other) {
    if (this != &other && can_be_assigned_to()) {
      delete number_;
      number_ = nullptr;
      copy(other);
    }
    return *this;
  }
  [[gnu::noinline]] Element& operator=(Element&& other) noexcept {
    if (this != &other && can_be_assigned_to()) {
      delete number_;
      take(other);
    }
    return *this;
  }
  [[gnu::noinline]] ~Element() {
    if (self_ != this) {
      ++treatment.destroyed_none;
      return;
    }
    --treatment.alive;
    delete number_;
    // Through volatile: what is written to an object that ends need not be written at all.
    *const_cast<Element* volatile*>(&self_) = nullptr;
  }

  // 0 when it was moved from: items are numbered from 1 on.
  [[nodiscard]] std::uint64_t number() const { return number_ == nullptr ? 0 : *number_; }

 private:
  bool can_be_assigned_to() noexcept {
    if (self_ == this) return true;
    ++treatment.assigned_to_none;
    return false;
  }
  bool can_be_read(const Element& other) noexcept {
    if (other.self_ == &other) return true;
    ++treatment.moved_out_of_none;
    return false;
  }
  void copy(const Element& other) {
    if (can_be_read(other) && other.number_ != nullptr) number_ = new std::uint64_t(*other.number_);
  }
  void take(Element& other) noexcept {
    if (!can_be_read(other)) return;
    number_ = other.number_;
    other.number_ = nullptr;
  }

  Element* self_;  // where it was constructed, as long as it is alive
  std::uint64_t* number_;
};

// What an element has noticed, if it was not well treated.
[[gnu::noinline]] inline void audit_treatment(Check& check, std::size_t inside) {
  check.expect(treatment.assigned_to_none == 0,
               "The call has assigned to a slot in which no element was alive: construct one there, with "
               "new (slot) T(...).");
  check.expect(treatment.moved_out_of_none == 0,
               "The call has moved or copied out of a slot in which no element was "
               "alive (or one that was moved there with memcpy).");
  check.expect(treatment.destroyed_none == 0, "The call has destroyed an element that was not alive, or twice.");
  check.expect(treatment.alive >= inside,
               "{} elements are alive in the ring after that; there should be {}. Something "
               "was destroyed too early.",
               treatment.alive, inside);
  check.expect(treatment.alive <= inside,
               "{} elements are alive in the ring after that; there should be {}. An element "
               "that was moved from still has to be destroyed.",
               treatment.alive, inside);
}

}  // namespace lab
