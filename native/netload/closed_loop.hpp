// One message at a time: the next one leaves when the last one's answer is here. What this times is the round trip of a
// server without a queue in front of it, and nothing else: a server that stalls is asked less, so that a closed loop
// hides what an open loop would show (coordinated omission).
#pragma once

#include "netload/message.hpp"
#include "netload/port.hpp"
#include "netload/stalls.hpp"
#include "wire/driver.hpp"

namespace lab {

struct ClosedLoopPlan {
  Path path = Path::kEcho;
  std::size_t bytes = 64;
};

class ClosedLoop final : public wire::Load {
 public:
  ClosedLoop(const wire::Wire& wire, const ClosedLoopPlan& plan);

  std::optional<wire::Wrong> carry(const Order& order, wire::Carried& carried) override;
  [[nodiscard]] const Latencies* latencies() const override { return &latencies_; }

 private:
  enum class Reply { kRight, kNone, kWrong };

  Reply exchange(std::uint64_t sequence);
  Reply wait_for(std::uint64_t sequence, std::uint64_t sent_at);
  Reply judge(std::uint64_t sequence, ssize_t size);

  const ClosedLoopPlan plan_;
  Port port_;
  Messages messages_;
  Latencies latencies_;
  Stalls stalls_;
  std::uint64_t patience_ticks_;
  std::uint64_t first_sequence_ = 0;  // of this order: what is older came late
  std::unique_ptr<std::byte[]> out_;
  std::unique_ptr<std::byte[]> in_;
  std::string wrong_;  // the sentence, when an answer was not the right one
  Seen seen_{};
};

}  // namespace lab
