// How much a socket holds that has asked for nothing (net.core.rmem_default): what a burst has to be larger than, to
// tell a program that has sized its queue from one that has not. Counted, not computed: what the kernel charges for a
// datagram depends on the device and on how it was sent.
#pragma once

#include <cstddef>
#include <cstdint>

#include "wire/wire.hpp"

namespace lab {

// Datagrams of so many bytes, sent as this generator sends them, that wait in such a socket on the far side when nobody
// takes them; `most` where it holds more than that. Throws std::system_error.
std::uint64_t held_by_default(const wire::Wire& wire, std::size_t bytes, std::uint64_t most);

}  // namespace lab
