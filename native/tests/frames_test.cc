// The generator's frames and accounts: what is damaged is seen, and every frame is accounted for by its number.
#include <algorithm>

#include "testing.hpp"
#include "trafficgen/frames/account.hpp"
#include "trafficgen/frames/frame.hpp"
#include "trafficgen/frames/mix.hpp"

using namespace lab::trafficgen;
using testing::expect;
using testing::it;

namespace {

constexpr std::uint64_t kTicks = 0x123456789abcdef0;

std::vector<std::uint8_t> stamped(const FrameTemplate& form, std::uint32_t sequence) {
  std::vector<std::uint8_t> bytes = form.bytes;
  stamp(form, bytes.data(), sequence, kTicks);
  return bytes;
}

FrameTemplate frame_of(std::size_t size, std::uint32_t tags, std::uint16_t flow = 3) {
  return make_template({{2, 0, 0, 0, 0, 1}, {2, 0, 0, 0, 0, 2}, size, tags, flow, 7});
}

template <typename Change>
void for_every_shape(Change change) {
  for (const std::size_t size : {64, 65, 66, 67, 128, 570, 1518, 9018}) {
    for (std::uint32_t tags = 0; tags <= kMostTags; ++tags) change(frame_of(size, tags), size, tags);
  }
}

std::string shape(std::size_t size, std::uint32_t tags) {
  return std::to_string(size) + " bytes, " + std::to_string(tags) + " tags";
}

Parsed intact(std::uint32_t sequence) { return {Arrival::kIntact, sequence, 0}; }

}  // namespace

int main() {
  it("reads back number and time of a frame of every size, with no, one and two tags", [] {
    for_every_shape([](const FrameTemplate& form, std::size_t size, std::uint32_t tags) {
      const Parsed parsed = parse(stamped(form, 77));
      expect(parsed.arrival == Arrival::kIntact && parsed.sequence == 77 && parsed.ticks == kTicks, shape(size, tags));
      expect(form.bytes.size() == size - 4 + 4 * tags, "length of " + shape(size, tags));
    });
  });
  it("sees every single flipped bit behind the addresses", [] {
    for_every_shape([](const FrameTemplate& form, std::size_t size, std::uint32_t tags) {
      if (size > 600) return;
      for (std::size_t bit = kAddressBytes * 8; bit < form.bytes.size() * 8; ++bit) {
        std::vector<std::uint8_t> bytes = stamped(form, 5);
        bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
        expect(parse(bytes).arrival != Arrival::kIntact, "bit " + std::to_string(bit) + " of " + shape(size, tags));
      }
    });
  });
  it("leaves the addresses to the forwarder", [] {
    std::vector<std::uint8_t> bytes = stamped(frame_of(64, 0), 5);
    std::fill_n(bytes.begin(), kAddressBytes, std::uint8_t{0xee});
    expect(parse(bytes).arrival == Arrival::kIntact, "a rewritten frame is as intact as before");
  });
  it("sees a frame that is cut short or has grown, by a byte or by all of its filling", [] {
    for_every_shape([](const FrameTemplate& form, std::size_t size, std::uint32_t tags) {
      std::vector<std::uint8_t> bytes = stamped(form, 9);
      bytes.push_back(0);
      expect(parse(bytes).arrival == Arrival::kCorrupted, "a byte more: " + shape(size, tags));
      for (std::size_t cut = 1; cut < 40 && cut < bytes.size(); ++cut) {
        const std::span<const std::uint8_t> shorter(bytes.data(), bytes.size() - 1 - cut);
        expect(parse(shorter).arrival != Arrival::kIntact, std::to_string(cut) + " bytes less: " + shape(size, tags));
      }
    });
  });
  it("sees two halves of different frames, and words that changed places", [] {
    const std::vector<std::uint8_t> one = stamped(frame_of(570, 0), 1);
    std::vector<std::uint8_t> torn = stamped(frame_of(570, 0, 4), 1);
    std::copy(one.begin(), one.begin() + 300, torn.begin());
    expect(parse(torn).arrival != Arrival::kIntact, "torn");
    std::vector<std::uint8_t> swapped = one;
    std::swap_ranges(swapped.begin() + 100, swapped.begin() + 108, swapped.begin() + 108);
    expect(parse(swapped).arrival != Arrival::kIntact, "swapped");
  });
  it("takes nobody else's frame for one of ours", [] {
    for (const std::size_t size : {std::size_t{0}, std::size_t{13}, std::size_t{60}, std::size_t{1514}}) {
      expect(parse(std::vector<std::uint8_t>(size, 0)).arrival == Arrival::kUnexpected,
             std::to_string(size) + " zeros");
    }
  });
  it("makes flows with addresses and ports of their own, and valid IPv4 headers", [] {
    const FrameTemplate first = frame_of(64, 0, 1);
    const FrameTemplate second = frame_of(64, 0, 2);
    expect(!std::equal(first.bytes.begin() + 26, first.bytes.begin() + 36, second.bytes.begin() + 26), "flows differ");
    std::uint32_t sum = 0;
    for (std::size_t i = 14; i < 34; i += 2) sum += std::uint32_t{first.bytes[i]} << 8 | first.bytes[i + 1];
    expect((sum & 0xffff) + (sum >> 16) == 0xffff, "a header with its checksum sums to all ones (RFC 1071)");
  });
  it("refuses sizes and tags that there are not", [] {
    for (const FrameSpec& spec : {FrameSpec{.size = 63}, FrameSpec{.size = 9019}, FrameSpec{.tags = 3}}) {
      bool refused = false;
      try {
        make_template(spec);
      } catch (const std::invalid_argument&) {
        refused = true;
      }
      expect(refused, std::to_string(spec.size));
    }
  });
  it("mixes sizes in exactly the shares it was told, in another order for another seed", [] {
    const auto cycle = shuffled_cycle(kImix, 1);
    expect(cycle.size() == 48 && std::count(cycle.begin(), cycle.end(), 64) == 28 &&
               std::count(cycle.begin(), cycle.end(), 1518) == 4,
           "shares");
    expect(cycle == shuffled_cycle(kImix, 1) && cycle != shuffled_cycle(kImix, 2), "seeds");
  });
  it("finds an account perfect only if every frame came once, in order, and nothing besides", [] {
    Account account(3);
    account.sent(3);
    for (const std::uint32_t number : {0U, 1U}) account.arrived(intact(number), true);
    expect(!account.perfect() && account.lost() == 1 && account.story() == "1 lost", account.story());
    account.arrived(intact(2), true);
    expect(account.perfect() && account.story().empty(), account.story());
  });
  it("never lets a frame that came twice stand in for one that never came", [] {
    Account account(2);
    account.sent(2);
    account.arrived(intact(0), true);
    account.arrived(intact(0), true);
    expect(account.lost() == 1 && account.duplicated() == 1, account.story());
  });
  it("counts what came after a later one as out of order (RFC 4737)", [] {
    Account account(4);
    account.sent(4);
    for (const std::uint32_t number : {0U, 2U, 1U, 3U}) account.arrived(intact(number), true);
    expect(account.reordered() == 1 && account.lost() == 0 && !account.perfect(), account.story());
  });
  it("tells wrong addresses, damage, strangers and what was never sent apart", [] {
    Account account(2);
    account.sent(1);
    account.refused(1);
    account.arrived(intact(0), false);
    account.arrived({Arrival::kCorrupted}, true);
    account.arrived({Arrival::kUnexpected}, true);
    account.arrived(intact(2), true);
    expect(account.story() == "1 lost, 1 corrupted, 1 with wrong addresses, 2 that nobody sent", account.story());
  });
  return testing::exit_code();
}
