// What threads do to each other, built with the thread sanitizer: it knows which accesses are atomic or in an order,
// whatever order they happened to have in this run.
#include "watching.hpp"

namespace {

using namespace stats;

constexpr std::uint64_t kUpdates = 3000;

void race_one_reader(Check& check) {
  watch<1, 1>(check, kUpdates, 1, true);
  watch<1, 3>(check, kUpdates, 1, true);
  watch<1, 9>(check, kUpdates, 1, true);
}

void race_many(Check& check) {
  watch<3, 3>(check, kUpdates, 1, true);
  watch<2, 3>(check, kUpdates, 3, true);
}

constexpr lab::Step kSteps[] = {
    {"race-one-reader", race_one_reader},
    {"race-many", race_many, "race-one-reader"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
