// The relay as a program of its own: the load generator drives it, and counts at the far end.
#include "lab/relayed/dut.hpp"

#include "contract.hpp"

void lab::run_dut(const Endpoints& endpoints, const Stop& stop) { run_relay<Relay>(endpoints, stop); }
