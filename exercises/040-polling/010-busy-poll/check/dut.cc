// The program under test: the learner's server, at the address that the load generator gives.
#include "contract.hpp"

void lab::run_dut(const Endpoints& endpoints, const Stop& stop) {
  PollingServer server(endpoints.listen);
  dut_is_ready();
  server.run(stop);
}
