// lab::Histogram: every value lies in its bucket, and buckets are as narrow as they claim.
#include "core/random.hpp"
#include "lab/arm.hpp"
#include "testing.hpp"

using lab::Histogram;
using testing::expect;
using testing::it;

namespace {

constexpr std::uint64_t kBeyond = std::uint64_t{1} << 36;  // where the last bucket takes everything

void check_value(std::uint64_t ticks) {
  const std::size_t bucket = Histogram::bucket_of(ticks);
  const std::uint64_t low = Histogram::lower_bound(bucket);
  const std::uint64_t next = Histogram::lower_bound(bucket + 1);
  expect(low <= ticks && ticks < next,
         std::to_string(ticks) + " lies in the bucket from " + std::to_string(low) + " to " + std::to_string(next));
  expect(ticks < 64 ? next - low == 1 : (next - low) * 32 <= low,
         "the bucket of " + std::to_string(ticks) + " is too wide");
}

static_assert(Histogram::bucket_of(0) == 0);
static_assert(Histogram::bucket_of(63) == 63);
static_assert(Histogram::bucket_of(64) == Histogram::bucket_of(65));
static_assert(Histogram::bucket_of(kBeyond - 1) == lab::kMaxBuckets - 1);

}  // namespace

int main() {
  it("puts every value between its bucket's bound and the next one's", [] {
    for (std::uint64_t ticks = 0; ticks < 100'000; ++ticks) check_value(ticks);
    lab::Random random(1);
    for (int i = 0; i < 100'000; ++i) check_value(random.next() >> (28 + random.below(36)));
    check_value(kBeyond - 1);
  });
  it("finds every bucket again from its lower bound", [] {
    for (std::size_t bucket = 0; bucket < lab::kMaxBuckets; ++bucket) {
      const std::size_t found = Histogram::bucket_of(Histogram::lower_bound(bucket));
      expect(found == bucket, "bucket " + std::to_string(bucket) + " came back as " + std::to_string(found));
    }
  });
  it("has bounds that only rise", [] {
    for (std::size_t bucket = 1; bucket <= lab::kMaxBuckets; ++bucket) {
      expect(Histogram::lower_bound(bucket) > Histogram::lower_bound(bucket - 1), "bucket " + std::to_string(bucket));
    }
  });
  it("counts everything that is too long in the last bucket", [] {
    for (const std::uint64_t ticks : {kBeyond, kBeyond * 1000, ~std::uint64_t{0}}) {
      expect(Histogram::bucket_of(ticks) == lab::kMaxBuckets - 1, std::to_string(ticks));
    }
  });
  return testing::exit_code();
}
