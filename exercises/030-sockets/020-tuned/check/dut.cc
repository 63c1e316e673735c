// The program under test: the learner's server, at the address that the load generator gives, with a queue for a burst.
#include "contract.hpp"

void lab::run_dut(const Endpoints& endpoints, const Stop& stop) {
  constexpr std::size_t kQueueBytes = 4 << 20;
  TunedEcho server(endpoints.listen, kQueueBytes);
  dut_is_ready();
  server.run(stop);
}
