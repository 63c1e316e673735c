// What became of the frames of one trial, each by its number: nothing is inferred from totals, so that a frame that
// came twice cannot stand in for one that never came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "trafficgen/frames/frame.hpp"

namespace lab::trafficgen {

// A bit per frame: 8 MiB. Bounds a trial, at 15 million frames a second, to some four seconds.
inline constexpr std::uint64_t kMostFrames = std::uint64_t{1} << 26;

class Account {
 public:
  // Throws std::invalid_argument beyond kMostFrames.
  explicit Account(std::uint64_t planned);

  // A frame that the driver took, or that it had no room for at its time.
  void sent(std::uint64_t frames) noexcept { sent_ += frames; }
  void refused(std::uint64_t frames) noexcept { refused_ += frames; }
  // A frame that came back. `well_addressed`: its addresses are the ones that a forwarder has to write.
  void arrived(const Parsed& frame, bool well_addressed) noexcept;

  [[nodiscard]] std::uint64_t planned() const noexcept { return planned_; }
  [[nodiscard]] std::uint64_t sent() const noexcept { return sent_; }
  // The same, and those that found no room.
  [[nodiscard]] std::uint64_t offered() const noexcept { return sent_ + refused_; }
  // Different frames of ours that came back intact.
  [[nodiscard]] std::uint64_t received() const noexcept { return received_; }
  // Sent and not come back, or never sent because there was no room: both are loss to whoever offered the load.
  [[nodiscard]] std::uint64_t lost() const noexcept { return sent_ + refused_ - received_; }
  [[nodiscard]] std::uint64_t duplicated() const noexcept { return duplicated_; }  // RFC 5560
  [[nodiscard]] std::uint64_t reordered() const noexcept { return reordered_; }    // RFC 4737, section 3
  [[nodiscard]] std::uint64_t corrupted() const noexcept { return corrupted_; }
  [[nodiscard]] std::uint64_t unexpected() const noexcept { return unexpected_; }
  [[nodiscard]] std::uint64_t misaddressed() const noexcept { return misaddressed_; }
  // All that came, of whatever kind.
  [[nodiscard]] std::uint64_t arrivals() const noexcept { return arrivals_; }

  // Everything that was planned was sent and came back once, intact, in order, well addressed, and nothing besides.
  [[nodiscard]] bool perfect() const noexcept;
  // The same of what came, whether or not anything is missing.
  [[nodiscard]] bool honest() const noexcept;
  // What is wrong, in words: "2 lost, 1 duplicated". Empty where all is well.
  [[nodiscard]] std::string story() const;

 private:
  std::uint64_t planned_;
  std::uint64_t next_ = 0;  // one more than the largest number seen: RFC 4737's NextExp
  std::uint64_t sent_ = 0, refused_ = 0, received_ = 0, arrivals_ = 0;
  std::uint64_t duplicated_ = 0, reordered_ = 0, corrupted_ = 0, unexpected_ = 0, misaddressed_ = 0;
  std::vector<std::uint64_t> seen_;
};

}  // namespace lab::trafficgen
