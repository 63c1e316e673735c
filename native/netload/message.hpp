// What a datagram of the load generator carries: a sequence number, and bytes that follow from it and from a seed that
// nobody but the generator knows. So what comes back is compared with what was sent, byte by byte: an answer from
// memory, one made up, one with a stale tail or of another length is never taken for the right one. A checksum would
// say less and cost as much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace lab {

inline constexpr std::size_t kLeastMessage = 16;    // sequence number and nonce
inline constexpr std::size_t kMostMessage = 65507;  // what an IPv4 UDP datagram can carry (RFC 768, RFC 791)

// SplitMix64's step (Steele et al., OOPSLA 2014): neighbours become strangers.
constexpr std::uint64_t scramble(std::uint64_t value) noexcept {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

class Messages {
 public:
  // With `hops`, messages come back by way of so many relays, each of which adds one to the last byte (lab/relay.hpp).
  explicit Messages(std::uint64_t seed, unsigned hops = 0)
      : pool_(std::make_unique<std::byte[]>(kPool)), seed_(seed), hops_(hops) {
    for (std::size_t i = 0; i < kPool; i += sizeof(std::uint64_t)) {
      const std::uint64_t word = scramble(seed + i);
      std::memcpy(&pool_[i], &word, sizeof word);
    }
  }

  // Another seed for the nonces, so that two orders have no message in common. The pool of bytes stays.
  void reseed(std::uint64_t seed) noexcept { seed_ = seed; }

  // Writes message `sequence` over the whole of `out`, kLeastMessage bytes or more.
  void write(std::uint64_t sequence, std::span<std::byte> out) const noexcept {
    const std::uint64_t nonce = nonce_of(sequence);
    std::memcpy(out.data(), &sequence, sizeof sequence);
    std::memcpy(out.data() + sizeof sequence, &nonce, sizeof nonce);
    std::memcpy(out.data() + kLeastMessage, body(nonce), out.size() - kLeastMessage);
  }

  [[nodiscard]] static std::uint64_t sequence_of(std::span<const std::byte> message) noexcept {
    std::uint64_t sequence = 0;
    if (message.size() >= sizeof sequence) std::memcpy(&sequence, message.data(), sizeof sequence);
    return sequence;
  }

  // Whether these bytes are the whole of message `sequence`, and nothing else.
  [[nodiscard]] bool is(std::uint64_t sequence, std::span<const std::byte> message) const noexcept {
    if (message.size() < kLeastMessage || sequence_of(message) != sequence) return false;
    const std::uint64_t nonce = nonce_of(sequence);
    std::uint64_t theirs = 0;
    std::memcpy(&theirs, message.data() + sizeof sequence, sizeof theirs);
    const std::size_t rest = message.size() - kLeastMessage;
    if (rest == 0) return theirs == nonce + (std::uint64_t{hops_} << 56);  // the last byte is the highest
    const std::byte last = body(nonce)[rest - 1];
    return theirs == nonce && std::memcmp(message.data() + kLeastMessage, body(nonce), rest - 1) == 0 &&
           message.back() == static_cast<std::byte>(std::to_integer<unsigned>(last) + hops_);
  }

 private:
  static constexpr std::size_t kStarts = 4096;  // a body is the pool from one of so many places on
  static constexpr std::size_t kPool = (kStarts + kMostMessage + 8) / 8 * 8;

  [[nodiscard]] std::uint64_t nonce_of(std::uint64_t sequence) const noexcept {
    return scramble(seed_ ^ scramble(sequence));
  }
  [[nodiscard]] const std::byte* body(std::uint64_t nonce) const noexcept { return &pool_[nonce % kStarts]; }

  std::unique_ptr<std::byte[]> pool_;
  std::uint64_t seed_;
  unsigned hops_;
};

}  // namespace lab
