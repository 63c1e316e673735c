// The two sides of a wire: network namespaces, one for the generator and one for the device under test (DUT). They have
// no names, and live exactly as long as the processes in them, so that nothing is left behind however one ends.
//
// Why two: with both ends of a wire in one namespace, the kernel takes the short way over `lo`, whatever address is
// used.
#pragma once

#include <functional>

namespace lab::wire {

// Which way the namespaces are made: as root, or in a user namespace of one's own (user_namespaces(7)).
enum class Privilege { kRoot, kUser };

// Who this process is in a user namespace of its own.
enum class Inside {
  kItself,  // the same number inside as outside: a sandbox that needs nothing from here makes another one below
  kRoot,    // root, over these namespaces and nothing else: a sandbox can hand a right over the DUT's side on
};

class Sides {
 public:
  // Moves the calling process into a network namespace of its own, the generator's, and makes the DUT's. The process
  // must have one thread only. Throws std::system_error where namespaces are forbidden.
  explicit Sides(Inside inside);
  ~Sides();
  Sides(const Sides&) = delete;
  Sides& operator=(const Sides&) = delete;

  [[nodiscard]] Privilege privilege() const noexcept { return privilege_; }
  [[nodiscard]] Inside inside() const noexcept { return inside_; }
  // /proc/self/ns/net of the DUT's side.
  [[nodiscard]] int dut_side() const noexcept { return dut_side_; }
  // Makes the generator's side the DUT's, too.
  void become_one();

  // Moves the calling thread to the DUT's namespace, for good: for a child before it becomes the DUT.
  void enter_dut_side() const;
  // Runs `work` on the DUT's side and comes back: to read its counters.
  void on_dut_side(const std::function<void()>& work) const;

 private:
  Inside inside_;
  Privilege privilege_;
  int generator_side_ = -1;
  int dut_side_ = -1;
};

}  // namespace lab::wire
