// Round trips over a wire (wire/wire.hpp). It belongs to a process that exists for it alone (lab-probe-wire), and goes
// when that ends, whatever ends it: no name is left on the host.
#pragma once

#include "core/probes/budget.hpp"
#include "core/probes/context.hpp"

namespace lab::probes {

// Runs the round trips over a wire in lab-probe-wire and adds `veth-blocking` and `veth-polled`, or why there are none.
// The process is gone when this returns or throws.
void add_wire_figures(ProbeResult& result, const Context& context);

}  // namespace lab::probes
