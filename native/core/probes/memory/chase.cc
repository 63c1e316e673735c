#include "core/probes/memory/chase.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace lab::probes {

Link* Chase::ring(std::size_t bytes) {
  const std::size_t count = std::clamp<std::size_t>(bytes / sizeof(Link), 2, links_.size());
  const std::span order(order_.data(), count);
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  for (std::size_t i = count - 1; i > 0; --i) std::swap(order[i], order[random_.below(i)]);
  for (std::size_t i = 0; i < count; ++i) links_[i].next = &links_[order[i]];
  return links_.data();
}

Link* follow(Link* at, std::uint64_t loads) noexcept {
  for (; loads > 0; --loads) at = at->next;
  return at;
}

}  // namespace lab::probes
