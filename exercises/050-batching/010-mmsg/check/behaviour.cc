// What a relay does while nothing goes wrong: built with the address and undefined-behaviour sanitizers.
#include "contract.hpp"
#include "lab/relayed/steps.hpp"

namespace {

namespace steps = lab::relay_steps;

constexpr lab::Step kSteps[] = {
    {"one-datagram", steps::one_datagram<Relay>},
    {"sizes", steps::sizes<Relay>, "one-datagram"},
    {"batches", steps::batches<Relay>, "one-datagram"},
    {"lone-datagram", steps::lone_datagram<Relay>, "one-datagram"},
    {"too-large", steps::too_large<Relay>, "one-datagram"},
    {"kernel-drops", steps::kernel_drops<Relay>, "one-datagram"},
    {"allocation", steps::allocation<Relay>, "one-datagram"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
