// What a relay does while the kernel says no: short calls, EAGAIN, EINTR, ENOBUFS, ECONNREFUSED on a schedule.
#include "lab/relayed/trouble.hpp"

#include "contract.hpp"

namespace {

namespace steps = lab::relay_steps;

constexpr lab::Step kSteps[] = {
    {"short-sends", steps::short_sends<Relay>},
    {"full-queue", steps::full_queue<Relay>},
    {"interrupted", steps::interrupted<Relay>},
    {"old-news", steps::old_news<Relay>},
    {"random-trouble", steps::random_trouble<Relay>, "short-sends"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
