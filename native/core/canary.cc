#include "core/canary.hpp"

#include <sched.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <thread>
#include <utility>

#include "core/affinity.hpp"
#include "core/clock.hpp"
#include "core/random.hpp"

namespace lab {
namespace {

constexpr std::size_t kLineWords = 8;            // 64-byte lines
constexpr std::size_t kBufferWords = 32 * 1024;  // 256 KiB: beyond most L1 caches, within most L2 caches
constexpr std::size_t kChaseLength = 512;

// What one canary thread works on; touched and shuffled before the clock starts.
class Workbench {
 public:
  Workbench() : words_(std::make_unique<std::uint64_t[]>(kBufferWords)) {
    std::iota(chain_, chain_ + kChaseLength, std::size_t{0});
    Random random(1);  // fixed: every reading does the same work
    for (std::size_t i = kChaseLength - 1; i > 0; --i)
      std::swap(chain_[i], chain_[random.below(i)]);  // Sattolo: one cycle
  }

  void unit() noexcept {
    for (int i = 0; i < 2000; ++i) mixed_ = (mixed_ ^ (mixed_ >> 29)) * 0xbf58476d1ce4e5b9;
    for (std::size_t i = 0; i < kBufferWords; i += kLineWords) words_[i] += mixed_;
    for (std::size_t i = 0; i < kChaseLength; ++i) at_ = chain_[at_];
    mixed_ += at_;
  }

  [[nodiscard]] std::uint64_t result() const noexcept { return mixed_; }

 private:
  std::unique_ptr<std::uint64_t[]> words_;
  std::size_t chain_[kChaseLength];
  std::size_t at_ = 0;
  std::uint64_t mixed_ = 1;
};

std::atomic<std::uint64_t> sink{0};  // keeps the compiler from dropping the work

double sing(std::int64_t duration_ns) {
  Workbench bench;
  bench.unit();
  std::uint64_t units = 0;
  const std::int64_t began = monotonic_raw_ns();
  std::int64_t now = 0;
  do {
    bench.unit();
    ++units;
    now = monotonic_raw_ns();
  } while (now - began < duration_ns);
  sink.fetch_xor(bench.result(), std::memory_order_relaxed);
  return static_cast<double>(units) * 1e9 / static_cast<double>(now - began);
}

}  // namespace

std::vector<double> run_canary(std::span<const int> cpus, double milliseconds) {
  const auto duration_ns = static_cast<std::int64_t>(milliseconds * 1e6);
  std::vector<double> speeds(cpus.size());
  std::vector<std::thread> threads;
  threads.reserve(cpus.size());
  for (std::size_t i = 0; i < cpus.size(); ++i) {
    threads.emplace_back([&, i] {
      pin_this_thread(cpus[i]);
      speeds[i] = sing(duration_ns);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return speeds;
}

}  // namespace lab
