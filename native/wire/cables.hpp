// Cables between ports that are driven from user space: veth pairs without addresses, the generator's ends on its side
// and the others on the device under test's. What goes over them is packet sockets' business (packet(7)); the kernel
// itself says nothing.
#pragma once

#include <vector>

#include "wire/netlink.hpp"
#include "wire/sides.hpp"

namespace lab::wire {

struct Cable {
  LinkEnd generator;
  LinkEnd dut;
};

class Cables {
 public:
  // Moves the calling process into a namespace of its own and lays the cables; returns when they carry frames. The
  // process must have one thread only. Throws std::system_error where the kernel does not allow it.
  explicit Cables(const std::vector<Cable>& cables);

  [[nodiscard]] const Sides& sides() const noexcept { return sides_; }

 private:
  // Root inside: a packet socket takes CAP_NET_RAW over the namespace that it is opened in, which the sandbox has to be
  // able to hand on, and that alone.
  Sides sides_{Inside::kRoot};
};

}  // namespace lab::wire
