#include "trafficgen/frames/account.hpp"

#include <stdexcept>

namespace lab::trafficgen {

namespace {
constexpr std::uint64_t kBits = 64;
}

Account::Account(std::uint64_t planned) : planned_(planned) {
  if (planned > kMostFrames) throw std::invalid_argument("more frames than one trial may have");
  seen_.resize((planned + kBits - 1) / kBits);
}

void Account::arrived(const Parsed& frame, bool well_addressed) noexcept {
  ++arrivals_;
  if (frame.arrival == Arrival::kCorrupted) {
    ++corrupted_;
    return;
  }
  if (frame.arrival == Arrival::kUnexpected || frame.sequence >= planned_) {
    ++unexpected_;
    return;
  }
  if (!well_addressed) ++misaddressed_;
  std::uint64_t& word = seen_[frame.sequence / kBits];
  const std::uint64_t bit = std::uint64_t{1} << (frame.sequence % kBits);
  if ((word & bit) != 0) {
    ++duplicated_;
    return;
  }
  word |= bit;
  ++received_;
  if (frame.sequence < next_) {
    ++reordered_;
  } else {
    next_ = frame.sequence + 1;
  }
}

bool Account::perfect() const noexcept { return received_ == planned_ && lost() == 0 && honest(); }

bool Account::honest() const noexcept {
  return duplicated_ + reordered_ + corrupted_ + unexpected_ + misaddressed_ == 0;
}

std::string Account::story() const {
  std::string text;
  const auto tell = [&text](std::uint64_t count, const char* what) {
    if (count == 0) return;
    if (!text.empty()) text += ", ";
    text += std::to_string(count) + " " + what;
  };
  tell(lost(), "lost");
  tell(duplicated_, "duplicated");
  tell(reordered_, "out of order");
  tell(corrupted_, "corrupted");
  tell(misaddressed_, "with wrong addresses");
  tell(unexpected_, "that nobody sent");
  return text;
}

}  // namespace lab::trafficgen
