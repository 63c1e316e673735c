#include "trafficgen/frames/frame.hpp"

#include <cstring>
#include <stdexcept>

#include "core/random.hpp"

namespace lab::trafficgen {
namespace {

constexpr std::uint16_t kCustomerTag = 0x8100;  // TPID of a C-tag; kServiceTag of the S-tag outside it (IEEE 802.1Q)
constexpr std::uint16_t kServiceTag = 0x88a8;
constexpr std::uint16_t kIpv4 = 0x0800;
constexpr std::size_t kIpBytes = 20;
constexpr std::size_t kUdpBytes = 8;
constexpr std::uint8_t kUdp = 17;
constexpr std::uint8_t kHops = 64;              // RFC 1700: the usual time to live
constexpr std::uint16_t kPort = 0x4c41;         // "LA": by this destination port a frame is ours
constexpr std::uint32_t kNetwork = 0xc6120000;  // 198.18.0.0/15 is set aside for benchmarks (RFC 2544, appendix C.2.2)
constexpr std::uint32_t kFarNetwork = 0xc6130001;

struct Stamp {
  std::uint32_t sequence;
  std::uint32_t check;
  std::uint64_t ticks;
};
static_assert(sizeof(Stamp) == 16);

// Weights that are odd, so that a change of any one bit changes the sum, and different, so that swapped words do.
constexpr std::uint64_t kStep = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
constexpr std::uint64_t kSequenceWeight = 0xbf58476d1ce4e5b9;
constexpr std::uint64_t kTicksWeight = 0x94d049bb133111eb;

std::uint64_t sum_of(const std::uint8_t* from, std::size_t length, std::uint64_t weight) noexcept {
  std::uint64_t sum = length * kStep;
  std::size_t i = 0;
  for (; i + sizeof(std::uint64_t) <= length; i += sizeof(std::uint64_t), weight += 2 * kStep) {
    std::uint64_t word = 0;
    std::memcpy(&word, from + i, sizeof word);
    sum += word * (weight | 1);
  }
  std::uint64_t last = 0;
  std::memcpy(&last, from + i, length - i);
  return sum + last * (weight | 1);
}

std::uint64_t sum_around(const std::uint8_t* frame, std::size_t size, std::size_t stamp_offset) noexcept {
  const std::size_t behind = stamp_offset + sizeof(Stamp);
  return sum_of(frame + kAddressBytes, stamp_offset - kAddressBytes, 1) +
         sum_of(frame + behind, size - behind, kTicksWeight);
}

std::uint32_t check_of(std::uint64_t sum, std::uint32_t sequence, std::uint64_t ticks) noexcept {
  const std::uint64_t all = sum + sequence * kSequenceWeight + ticks * kTicksWeight;
  return static_cast<std::uint32_t>((all * kStep) >> 32);  // the upper half: every bit has had its say
}

void put16(std::uint8_t* at, std::uint32_t value) noexcept {
  at[0] = static_cast<std::uint8_t>(value >> 8);
  at[1] = static_cast<std::uint8_t>(value);
}

void put32(std::uint8_t* at, std::uint32_t value) noexcept {
  put16(at, value >> 16);
  put16(at + 2, value & 0xffff);
}

std::uint32_t get16(const std::uint8_t* at) noexcept { return std::uint32_t{at[0]} << 8 | at[1]; }

// The Internet checksum of a header whose own field is zero (RFC 1071).
std::uint32_t internet_checksum(const std::uint8_t* header) noexcept {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kIpBytes; i += 2) sum += get16(header + i);
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}

std::uint8_t* put_tags(std::uint8_t* at, const FrameSpec& spec) noexcept {
  for (std::uint32_t tag = 0; tag < spec.tags; ++tag) {
    put16(at, spec.tags == kMostTags && tag == 0 ? kServiceTag : kCustomerTag);
    put16(at + 2, 1 + tag);  // VLAN 1, 2; priority 0
    at += kTagBytes;
  }
  return at;
}

void put_headers(std::uint8_t* ip, std::size_t length, std::uint16_t flow) noexcept {
  ip[0] = 0x45;  // version 4, five words of header
  put16(ip + 2, static_cast<std::uint32_t>(length));
  ip[8] = kHops;
  ip[9] = kUdp;
  put32(ip + 12, kNetwork + 2 + flow);
  put32(ip + 16, kFarNetwork);
  put16(ip + 10, internet_checksum(ip));
  std::uint8_t* const udp = ip + kIpBytes;
  put16(udp, 1024U + flow);
  put16(udp + 2, kPort);
  put16(udp + 4, static_cast<std::uint32_t>(length - kIpBytes));  // checksum 0: none (RFC 768)
}

}  // namespace

FrameTemplate make_template(const FrameSpec& spec) {
  if (spec.size < kSmallestFrame || spec.size > kLargestJumbo) throw std::invalid_argument("no such frame size");
  if (spec.tags > kMostTags) throw std::invalid_argument("no more than two tags");
  FrameTemplate form;
  const std::size_t header = kAddressBytes + spec.tags * kTagBytes + 2;
  form.bytes.resize(spec.size - kCheckSequenceBytes + spec.tags * kTagBytes);
  form.stamp_offset = header + kIpBytes + kUdpBytes;
  Random random(spec.seed + spec.flow);
  for (std::size_t i = form.stamp_offset; i < form.bytes.size(); ++i) {
    form.bytes[i] = static_cast<std::uint8_t>(random.next());
  }
  std::uint8_t* const frame = form.bytes.data();
  std::memcpy(frame, spec.destination.data(), spec.destination.size());
  std::memcpy(frame + spec.destination.size(), spec.source.data(), spec.source.size());
  put16(put_tags(frame + kAddressBytes, spec), kIpv4);
  put_headers(frame + header, form.bytes.size() - header, spec.flow);
  form.sum = sum_around(frame, form.bytes.size(), form.stamp_offset);
  return form;
}

void stamp(const FrameTemplate& form, std::uint8_t* frame, std::uint32_t sequence, std::uint64_t ticks) noexcept {
  const Stamp written{sequence, check_of(form.sum, sequence, ticks), ticks};
  std::memcpy(frame + form.stamp_offset, &written, sizeof written);
}

Parsed parse(std::span<const std::uint8_t> frame) noexcept {
  std::size_t at = kAddressBytes;
  for (std::uint32_t tag = 0; tag < kMostTags && at + kTagBytes <= frame.size(); ++tag) {
    const std::uint32_t type = get16(frame.data() + at);
    if (type != kCustomerTag && type != kServiceTag) break;
    at += kTagBytes;
  }
  const std::size_t ip = at + 2;
  const std::size_t stamp_offset = ip + kIpBytes + kUdpBytes;
  if (frame.size() < stamp_offset || get16(frame.data() + at) != kIpv4) return {};
  if (frame[ip + 9] != kUdp || get16(frame.data() + ip + kIpBytes + 2) != kPort) return {};
  if (frame.size() < stamp_offset + sizeof(Stamp)) return {Arrival::kCorrupted};
  Stamp read{};
  std::memcpy(&read, frame.data() + stamp_offset, sizeof read);
  const std::uint64_t sum = sum_around(frame.data(), frame.size(), stamp_offset);
  if (read.check != check_of(sum, read.sequence, read.ticks)) return {Arrival::kCorrupted};
  return {Arrival::kIntact, read.sequence, read.ticks};
}

}  // namespace lab::trafficgen
