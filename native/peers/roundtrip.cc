// lab-roundtrip ADDRESS PORT SECONDS [BYTES]
//
// Round trips to any server that sends datagrams back, one at a time, timed with the time-stamp counter. The messages
// carry the header of sockperf's clients, so that its servers answer, too; a server that echoes answers anyway. An
// answer is the one to its question when it begins with the same sequence number: sockperf's servers change a flag.
// Prints {"samples", "lost", "p50Ns", "p99Ns"}.
#include <arpa/inet.h>
#include <endian.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "lab/arm.hpp"

namespace {

constexpr std::size_t kMostBytes = 1472;      // of an Ethernet frame of 1500
constexpr double kWarmSeconds = 0.1;          // sockperf drops 0.4 s of its own; a spinning client needs less
constexpr double kPatienceSeconds = 0.2;      // an answer that takes longer counts as lost
constexpr std::uint16_t kAskingClient = 0x3;  // sockperf message.h: client, and a pong is wanted

// sockperf's message header (src/message.h of 3.7), in network byte order.
struct [[gnu::packed]] Header {
  std::uint64_t sequence;
  std::uint16_t flags;
  std::uint32_t length;
};

class Client {
 public:
  Client(const char* address, const char* port, std::size_t bytes)
      : bytes_(bytes), fd_(lab::check_syscall("socket", socket(AF_INET, SOCK_DGRAM, 0))) {
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port)));
    inet_pton(AF_INET, address, &there.sin_addr);
    lab::check_syscall("connect", connect(fd_, reinterpret_cast<sockaddr*>(&there), sizeof there));
  }

  // Ticks from the question to its answer; 0 when none came.
  std::uint64_t exchange() {
    const Header header{htobe64(++sequence_), htobe16(kAskingClient), htobe32(static_cast<std::uint32_t>(bytes_))};
    std::memcpy(message_, &header, sizeof header);
    const std::uint64_t asked = lab::read_tsc();
    while (send(fd_, message_, bytes_, 0) < 0 && errno == ECONNREFUSED) {  // news of an earlier one
    }
    for (;;) {
      const ssize_t got = recv(fd_, answer_, sizeof answer_, MSG_DONTWAIT);
      const std::uint64_t now = lab::read_tsc();
      if (got >= static_cast<ssize_t>(sizeof header.sequence) &&
          std::memcmp(answer_, &header.sequence, sizeof header.sequence) == 0) {
        return now - asked;
      }
      if (static_cast<double>(now - asked) > kPatienceSeconds * lab::tsc_hz()) return 0;
      lab::relax_cpu();
    }
  }

 private:
  std::size_t bytes_;
  int fd_;
  std::uint64_t sequence_ = 0;
  char message_[kMostBytes] = {};
  char answer_[kMostBytes] = {};
};

double ns(std::uint64_t ticks) { return static_cast<double>(ticks) * 1e9 / lab::tsc_hz(); }

int run(Client& client, double seconds) {
  constexpr std::size_t kMostSamples = 4'000'000;
  std::vector<std::uint64_t> samples;
  samples.reserve(kMostSamples);
  std::uint64_t lost = 0;
  const std::int64_t began = lab::monotonic_raw_ns();
  while (samples.size() < kMostSamples) {
    const double spent = static_cast<double>(lab::monotonic_raw_ns() - began) / 1e9;
    if (spent > seconds + kWarmSeconds) break;
    const std::uint64_t ticks = client.exchange();
    if (spent < kWarmSeconds) continue;
    if (ticks == 0) {
      ++lost;
    } else {
      samples.push_back(ticks);
    }
  }
  if (samples.empty()) {
    std::fputs("lab-roundtrip: nobody answers\n", stderr);
    return 1;
  }
  std::sort(samples.begin(), samples.end());
  const auto at = [&](double share) {
    return ns(samples[static_cast<std::size_t>(static_cast<double>(samples.size() - 1) * share)]);
  };
  std::printf("{\"samples\":%zu,\"lost\":%llu,\"p50Ns\":%.0f,\"p99Ns\":%.0f}\n", samples.size(),
              static_cast<unsigned long long>(lost), at(0.5), at(0.99));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("usage: lab-roundtrip ADDRESS PORT SECONDS [BYTES]\n", stderr);
    return 2;
  }
  const std::size_t bytes = argc > 4 ? static_cast<std::size_t>(std::atoi(argv[4])) : 64;
  if (bytes < sizeof(Header) || bytes > kMostBytes) return 2;
  try {
    Client client(argv[1], argv[2], bytes);
    return run(client, std::atof(argv[3]));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lab-roundtrip: %s\n", error.what());
    return 1;
  }
}
