// The stream and its digest: the closed form is what adding up gives, and damage shows.
#include "core/random.hpp"
#include "lab/protocol.hpp"
#include "testing.hpp"

using lab::answer_proof;
using lab::expected_digest;
using lab::stream_value;
using lab::StreamDigest;
using testing::expect;
using testing::it;

namespace {

std::uint64_t digest_of(const std::vector<std::uint64_t>& values) {
  StreamDigest digest;
  for (const std::uint64_t value : values) digest.add(value);
  return digest.value();
}

std::vector<std::uint64_t> stream(std::uint64_t seed, std::uint64_t items) {
  std::vector<std::uint64_t> values;
  for (std::uint64_t i = 0; i < items; ++i) values.push_back(stream_value(seed, i));
  return values;
}

static_assert(expected_digest(123, 0) == 0);
static_assert(expected_digest(123, 1) == 123);

void closed_form() {
  it("has a closed form for every length", [] {
    for (const std::uint64_t seed :
         {std::uint64_t{0}, std::uint64_t{1}, ~std::uint64_t{0}, std::uint64_t{0x0123456789abcdef}}) {
      StreamDigest digest;
      for (std::uint64_t items = 0; items < 5000; ++items) {
        expect(digest.value() == expected_digest(seed, items), std::to_string(items) + " items");
        digest.add(stream_value(seed, items));
      }
    }
  });
  it("grows by the right term also where nobody can add up: just below 2^42 items", [] {
    lab::Random random(3);
    for (int bits = 20; bits < 42; ++bits) {
      const std::uint64_t seed = random.next();
      const std::uint64_t items = (std::uint64_t{1} << bits) - 2 + random.below(3);
      const std::uint64_t step = stream_value(seed, items) * (2 * items + 1);
      expect(expected_digest(seed, items + 1) - expected_digest(seed, items) == step, std::to_string(items) + " items");
    }
  });
}

void damage() {
  it("shows an item that is lost, repeated, swapped or torn, wherever it is", [] {
    constexpr std::uint64_t kItems = 64;
    const std::uint64_t whole = expected_digest(99, kItems);
    for (std::size_t at = 0; at + 1 < kItems; ++at) {
      const std::vector<std::uint64_t> values = stream(99, kItems);
      std::vector<std::uint64_t> lost = values;
      lost.erase(lost.begin() + static_cast<std::ptrdiff_t>(at));
      std::vector<std::uint64_t> repeated = values;
      repeated[at + 1] = repeated[at];
      std::vector<std::uint64_t> swapped = values;
      std::swap(swapped[at], swapped[at + 1]);
      std::vector<std::uint64_t> torn = values;
      torn[at] = (torn[at] & 0xffffffff00000000) | (torn[at + 1] & 0xffffffff);
      for (const auto& damaged : {lost, repeated, swapped, torn}) {
        expect(digest_of(damaged) != whole, "item " + std::to_string(at));
      }
    }
  });
  it("proves nothing for another cookie, digest or count", [] {
    const std::uint64_t proof = answer_proof(1, 2, 3);
    expect(proof == answer_proof(1, 2, 3), "not a function");
    expect(proof != answer_proof(2, 2, 3) && proof != answer_proof(1, 3, 3) && proof != answer_proof(1, 2, 4),
           "not tied");
  });
}

}  // namespace

int main() {
  closed_form();
  damage();
  return testing::exit_code();
}
