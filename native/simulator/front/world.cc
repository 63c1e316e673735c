// World, as a scenario sees it (lab/simulate.hpp).
#include "entry.hpp"

namespace lab {

using sim::Entered;
using sim::Event;
using sim::EventKind;
using sim::Failure;
using sim::Sentence;
using sim::Simulation;
using sim::simulation;

namespace {

// Threads of this run that have been named, and wait for run().
struct Named {
  const char* name;
  void (*run)(void*);
  void* body;
};
constinit Named named[sim::kMostThreads]{};
constinit std::uint32_t named_count = 0;

}  // namespace

namespace sim {
void forget_named_threads() noexcept { named_count = 0; }
}  // namespace sim

void World::add_thread(const char* name, void (*body)(void*), void* copy) {
  const Entered entered;
  if (named_count + 1 >= sim::kMostThreads) simulation().refuse("more than seven threads");
  named[named_count++] = {name, body, copy};
}

void World::run() {
  const Entered entered;
  Simulation& machine = simulation();
  std::uint32_t ids[sim::kMostThreads];
  const std::uint32_t count = named_count;
  for (std::uint32_t i = 0; i < count; ++i) ids[i] = machine.start(named[i].name, named[i].run, named[i].body);
  named_count = 0;
  for (std::uint32_t i = 0; i < count; ++i) machine.join(ids[i]);
}

void World::add_object(const void* begin, std::size_t size, const char* type) noexcept {
  const Entered entered;
  simulation().objects().add({reinterpret_cast<std::uintptr_t>(begin), size, type});
}

void World::wait() noexcept {
  if (!sim::program_is_running) return;
  const Entered entered;
  simulation().yield(LAB_SIM_PLACE);
}

void World::begin_call(const char* call, const Numbers& values) {
  const Entered entered;
  if (Event* const event = simulation().tell(EventKind::kCall, 0); event != nullptr) {
    event->text = call;
    event->numbers = values;
  }
}

void World::end_call(const char* outcome, const Numbers& values) {
  const Entered entered;
  if (Event* const event = simulation().tell(EventKind::kReturn, 0); event != nullptr) {
    event->text = outcome;
    event->numbers = values;
  }
}

void World::fail_with(const char* sentence, const Numbers& values) {
  const Entered entered;
  Sentence conclusion;
  simulation().fail(Failure::kExpectation, conclusion.add_sentence(sentence, values));
}

}  // namespace lab

// Destructors of thread_local variables run when their thread ends, which is not when the real one does.
extern "C" int __cxa_thread_atexit_impl(void (*run)(void*), void* object, void* library);
LAB_SIM_ENTRY int __cxa_thread_atexit(void (*run)(void*), void* object, void* library) {
  if (!lab::sim::program_is_running) return __cxa_thread_atexit_impl(run, object, library);
  const lab::sim::Entered entered;
  lab::sim::simulation().current().at_exit.push_back({run, object});
  return 0;
}
