// faulty FAULT: an arm that speaks to the conductor without the harness, and wrongly.
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "lab/protocol.hpp"

namespace {

constexpr unsigned kSecondsToLive = 60;  // where the conductor does not kill us

void say(const void* data, std::size_t size) { send(lab::kChannelFd, data, size, MSG_NOSIGNAL); }

[[noreturn]] void hang() {
  for (;;) pause();
}

void say_hello(const std::string& fault) {
  if (fault == "die-before-hello") std::exit(9);
  if (fault == "hang-before-hello") hang();
  lab::Hello hello{lab::kHelloMagic, lab::kProtocolVersion, 0};
  if (fault == "wrong-hello") hello.magic = 1;
  if (fault == "old-hello") hello.version = lab::kProtocolVersion - 1;
  say(&hello, sizeof hello);
}

lab::Answer honest_answer(const lab::Order& order) {
  const std::uint64_t digest = lab::expected_digest(order.seed, order.items);
  return {lab::kAnswerMagic,
          0,
          lab::answer_proof(order.cookie, digest, order.items),
          order.sequence,
          order.items,
          digest,
          {}};
}

// Makes the proof fit what the answer says: only what it says is wrong then.
void prove(const lab::Order& order, lab::Answer& answer) {
  answer.proof = lab::answer_proof(order.cookie, answer.digest, answer.items);
}

void answer_wrongly(const std::string& fault, const lab::Order& order) {
  lab::Answer answer = honest_answer(order);
  std::size_t size = sizeof answer;
  if (fault == "die") {
    std::fputs("last words\n", stderr);
    std::exit(3);
  }
  if (fault == "crash") std::abort();
  if (fault == "hang") hang();
  if (fault == "wrong-digest") answer.digest ^= 1, prove(order, answer);
  if (fault == "wrong-count") answer.items += 1, prove(order, answer);
  if (fault == "forge-proof") answer.proof ^= 1;
  if (fault == "forge-magic") answer.magic = 0;
  if (fault == "forge-sequence") answer.sequence -= 1;
  if (fault == "forge-buckets") answer.bucket_count = 7;
  if (fault == "forge-size") size -= 1;
  if (fault == "stray") say("printf debugging\n", 17);
  say(&answer, size);
  if (fault == "answer-twice") say(&answer, size);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string fault = argc > 1 ? argv[1] : "";
  alarm(kSecondsToLive);
  if (fault == "hang") signal(SIGTERM, SIG_IGN);
  // Never joined: it works on while this arm has nothing to do.
  if (fault == "spin-while-idle")
    std::thread([] {
      for (volatile bool always = true; always;) {
      }
    }).detach();
  say_hello(fault);
  for (lab::Order order{}; recv(lab::kChannelFd, &order, sizeof order, 0) == sizeof order;)
    answer_wrongly(fault, order);
  _exit(0);
}
