// The generator's parts: its histogram, its messages, its command line, and how an ending is told.
#include <sys/wait.h>

#include "netload/latencies.hpp"
#include "netload/message.hpp"
#include "netload/options.hpp"
#include "testing.hpp"
#include "wire/dut.hpp"

using testing::expect;
using testing::it;

namespace {

std::string text(std::uint64_t number) { return std::to_string(number); }

void latencies() {
  it("finds percentiles by the nearest rank, to three digits", [] {
    lab::Latencies latencies;
    for (std::uint64_t ticks = 1; ticks <= 100'000; ++ticks) latencies.add(ticks);
    for (const double share : {0.5, 0.9, 0.99, 0.999}) {
      const double exact = share * 100'000;
      const double found = static_cast<double>(latencies.at(share));
      expect(found > exact * 0.999 && found < exact * 1.001, text(latencies.at(share)));
    }
    expect(latencies.samples() == 100'000 && latencies.highest() == 100'000, text(latencies.highest()));
  });
  it("is exact for one sample, and empty after it was cleared", [] {
    lab::Latencies latencies;
    latencies.add(777);
    expect(latencies.at(0.5) == 777 && latencies.at(0.999) == 777, text(latencies.at(0.5)));
    latencies.clear();
    expect(latencies.samples() == 0 && latencies.at(0.5) == 0, "something was left");
    latencies.add(5);
    expect(latencies.at(0.99) == 5, text(latencies.at(0.99)));
  });
  it("takes whatever time there is", [] {
    lab::Latencies latencies;
    for (const std::uint64_t ticks : {std::uint64_t{0}, ~std::uint64_t{0}, std::uint64_t{1} << 50})
      latencies.add(ticks);
    expect(latencies.samples() == 3, text(latencies.samples()));
  });
  it("hands every sample over in the protocol's buckets, in rising order", [] {
    lab::Latencies latencies;
    for (std::uint64_t ticks = 1; ticks < 1'000'000; ticks = ticks * 9 / 8 + 1) latencies.add(ticks);
    static lab::Bucket buckets[lab::kMaxBuckets];
    const std::size_t used = latencies.copy_to(buckets);
    std::uint64_t counted = 0;
    for (std::size_t i = 0; i < used; ++i) {
      counted += buckets[i].count;
      expect(i == 0 || buckets[i - 1].ticks < buckets[i].ticks, "buckets do not rise");
    }
    expect(counted == latencies.samples(), text(counted) + " of " + text(latencies.samples()));
  });
}

void messages() {
  it("knows its own messages, and tells them from every other", [] {
    lab::Messages all(1);
    std::vector<std::byte> message(100);
    all.write(7, message);
    expect(all.is(7, message) && !all.is(8, message), "the sequence number");
    for (std::size_t i = 0; i < message.size(); ++i) {
      message[i] ^= std::byte{1};
      expect(!all.is(7, message), "a changed byte, " + text(i));
      message[i] ^= std::byte{1};
    }
    all.reseed(2);
    expect(!all.is(7, message), "a message of another order");
  });
  it("takes nothing that is too short for a message", [] {
    const lab::Messages all(1);
    std::vector<std::byte> message(lab::kLeastMessage);
    all.write(3, message);
    expect(all.is(3, message), "the shortest");
    message.pop_back();
    expect(!all.is(3, message) && lab::Messages::sequence_of({}) == 0, "a shorter one");
  });
}

void traffic() {
  it("reads what traffic is to be made", [] {
    const auto open = lab::parse_traffic("open:bytes=200,rate=5000,arrivals=poisson,path=relay");
    expect(open && open->loop == lab::Traffic::Loop::kOpen && open->bytes == 200 && open->per_second == 5000 &&
               open->arrivals == lab::Traffic::Arrivals::kPoisson && open->path == lab::Path::kRelay,
           "an open loop");
    const auto offered = lab::parse_traffic("open:bytes=64,arrivals=bursts,burst=1.6");
    expect(offered && offered->per_second == 0 && offered->burst == 1.6, "one whose rate the session finds out");
    const auto window = lab::parse_traffic("window:outstanding=32");
    expect(window && window->outstanding == 32 && window->bytes == 64, "a window");
  });
  for (const char* const wrong : {"", "round", "closed:bytes", "closed:bytes=15", "closed:bytes=70000", "open:rate=-1",
                                  "window:outstanding=0", "closed:colour=red", "closed:path=away"}) {
    it((std::string("does not take \"") + wrong + "\"").c_str(),
       [wrong] { expect(!lab::parse_traffic(wrong), "it was taken"); });
  }
}

void endings() {
  const auto exited = [](int code) { return W_EXITCODE(code, 0); };
  it("tells a sanitizer's finding before everything else", [exited] {
    const std::string report =
        "==1==ERROR: AddressSanitizer: …\nSUMMARY: AddressSanitizer: heap-buffer-overflow a.hpp:4 in run\n";
    const std::string told = lab::wire::tell_ending(exited(1), report);
    expect(told.find("heap-buffer-overflow a.hpp:4 in run") != std::string::npos, told);
    const std::string undefined = lab::wire::tell_ending(exited(1), "x\na.hpp:3:5: runtime error: shift\n");
    expect(undefined.find("a.hpp:3:5: runtime error: shift") != std::string::npos, undefined);
  });
  it("tells a signal, also as a sandbox reports it, and otherwise the last words", [exited] {
    expect(lab::wire::tell_ending(exited(128 + SIGSEGV), "").find("SIGSEGV") != std::string::npos, "by exit code");
    expect(lab::wire::tell_ending(W_EXITCODE(0, SIGABRT), "").find("SIGABRT") != std::string::npos, "by signal");
    const std::string told = lab::wire::tell_ending(exited(70), "first\nno room left\n");
    expect(told.find("70") != std::string::npos && told.find("no room left") != std::string::npos, told);
    expect(!lab::wire::tell_ending(exited(0), "").empty(), "nothing was said");
  });
}

}  // namespace

int main() {
  latencies();
  messages();
  traffic();
  endings();
  return testing::exit_code();
}
