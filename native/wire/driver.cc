#include "wire/driver.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "core/error.hpp"
#include "wire/loss_free_rate.hpp"

namespace lab::wire {
namespace {

constexpr int kDone = 0;

struct AnswerPacket {
  Answer answer;
  Bucket buckets[kMaxBuckets];
};
AnswerPacket packet;  // static: 16 KiB

int say(int exit_code, const std::string& sentence) {
  std::fprintf(stderr, "%s\n", sentence.c_str());
  return exit_code;
}

// False when the conductor has closed the channel.
bool next_order(Order& order) {
  ssize_t size = 0;
  do {
    size = recv(kChannelFd, &order, sizeof order, 0);
  } while (size < 0 && errno == EINTR);
  if (size == 0 || (size < 0 && errno == ECONNRESET)) return false;
  check_syscall("receiving an order", size);
  if (size == sizeof order && order.magic == kOrderMagic && order.version == kProtocolVersion) return true;
  throw std::system_error(EPROTO, std::generic_category(), "an order");
}

void answer(const Order& order, const Carried& carried, const Latencies* latencies) {
  const bool records = latencies != nullptr && (order.flags & kRecordDistribution) != 0;
  const std::size_t buckets = records ? latencies->copy_to(packet.buckets) : 0;
  const std::uint64_t digest = expected_digest(order.seed, carried.items);  // what came back was compared byte by byte
  packet.answer = Answer{kAnswerMagic,
                         static_cast<std::uint32_t>(buckets),
                         answer_proof(order.cookie, digest, carried.items),
                         order.sequence,
                         carried.items,
                         digest,
                         carried.seen};
  const std::size_t size = sizeof(Answer) + buckets * sizeof(Bucket);
  check_syscall("answering", send(kChannelFd, &packet, size, MSG_NOSIGNAL));
}

}  // namespace

int run_driver(Dut& dut, Generator& generator) {
  if (!dut.freeze()) return say(kDriverMachineFault, "the program under test could not be frozen");
  const Hello hello{kHelloMagic, kProtocolVersion, dut.pid()};
  check_syscall("saying hello", send(kChannelFd, &hello, sizeof hello, MSG_NOSIGNAL));
  for (Order order{}; next_order(order);) {
    Carried carried;
    dut.thaw();
    const bool searches = (order.flags & kFindRate) != 0;
    const std::optional<Wrong> wrong =
        searches ? find_loss_free_rate(generator, order, carried.seen.rate) : generator.carry(order, carried);
    if (const Complaint ended = dut.ended_early()) return say(kDriverLostDut, *ended);
    if (wrong) return say(wrong->exit_code, wrong->sentence);
    if (!dut.freeze()) return say(kDriverMachineFault, "the program under test could not be frozen");
    answer(order, carried, generator.latencies());
  }
  return kDone;
}

}  // namespace lab::wire
