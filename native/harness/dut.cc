// `main` of every device under test: learns where to listen, runs the exercise's program, and ends when it is told to.
//
// Two threads. This one runs the learner's code; the other sleeps in recv() until the driver wants the end. A thread
// and not a signal: a loop that spins must not depend on EINTR, and ThreadSanitizer holds signals back.
#include "lab/dut.hpp"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <exception>

#include "harness/dut_protocol.hpp"

namespace lab {
namespace {

constexpr int kOsError = 71;        // sysexits.h EX_OSERR: the machine refused something
constexpr int kProtocolError = 76;  // sysexits.h EX_PROTOCOL: not started by a driver
constexpr int kThrew = 70;          // sysexits.h EX_SOFTWARE: an exception that nobody caught
constexpr int kOutOfTheWay = 40;    // below lab-launch's RLIMIT_NOFILE of 64, above what a program opens

std::atomic<bool> stop_requested{false};
int stop_event = -1;
int channel = -1;

[[noreturn]] void give_up(int exit_code, const char* what) {
  fprintf(stderr, "dut: %s: %s\n", what, errno != 0 ? strerror(errno) : "not understood");
  _exit(exit_code);
}

// A copy out of the way, since the learner's code may close what it has not opened.
int out_of_the_way(int fd) {
  const int moved = fcntl(fd, F_DUPFD_CLOEXEC, kOutOfTheWay);
  if (moved < 0) give_up(kOsError, "fcntl");
  close(fd);
  return moved;
}

void say(std::uint32_t magic) noexcept {
  const Note note{magic, kDutVersion};
  send(channel, &note, sizeof note, MSG_NOSIGNAL);
}

Brief receive_brief() {
  Brief brief{};
  const ssize_t got = recv(channel, &brief, sizeof brief, 0);
  if (got != sizeof brief || brief.magic != kBriefMagic || brief.version != kDutVersion) {
    give_up(kProtocolError, "the driver's first words");
  }
  return brief;
}

sockaddr_in address_of(std::uint32_t address, std::uint16_t port) noexcept {
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = address;
  where.sin_port = port;
  return where;
}

// Sleeps until the driver wants the end. A driver that is gone wants it, too.
void* wait_for_stop(void*) {
  Note note{};
  ssize_t got = 0;
  do {
    got = recv(channel, &note, sizeof note, 0);
  } while ((got < 0 && errno == EINTR) || (got > 0 && note.magic != kStopMagic));
  stop_requested.store(true, std::memory_order_release);  // partner: the acquire load in Stop::requested()
  eventfd_write(stop_event, 1);
  return nullptr;
}

void start_waiting() {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // inherited: signals belong to the learner's threads
  pthread_t thread;
  errno = pthread_create(&thread, nullptr, wait_for_stop, nullptr);
  if (errno != 0) give_up(kOsError, "cannot start a thread");
  pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace

void dut_is_ready() noexcept { say(kReadyMagic); }

}  // namespace lab

int main() {
  using namespace lab;
  errno = 0;
  channel = out_of_the_way(kDutChannelFd);
  stop_event = out_of_the_way(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  const Brief brief = receive_brief();
  const Endpoints endpoints{address_of(brief.listen_address, brief.listen_port),
                            address_of(brief.forward_address, brief.forward_port)};
  start_waiting();
  try {
    run_dut(endpoints, Stop(&stop_requested, stop_event));
  } catch (const std::exception& error) {
    fprintf(stderr, "an exception that nobody caught: %s\n", error.what());
    return kThrew;
  } catch (...) {
    fprintf(stderr, "an exception that nobody caught\n");
    return kThrew;
  }
  say(kStoppedMagic);
  return EXIT_SUCCESS;
}
