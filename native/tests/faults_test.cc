// native/faults: calls that move datagrams meet the schedule and are counted, however they are made.
#include "faults/wire.hpp"

using lab::faults::Call;
using lab::faults::Counts;
using lab::faults::Fault;
using lab::faults::Happening;
using lab::faults::Schedule;
using lab::faults::Watch;
using testing::expect;
using testing::it;

using namespace faulted;

namespace {

void counts_calls() {
  it("counts calls and messages, and changes nothing where nothing is scheduled", [] {
    const Wire wire;
    Batch batch;
    wire.put(5);
    const Watch watch(Schedule{});
    const int received = batch.receive(wire.near());
    const int empty = batch.receive(wire.near());
    const int sent = batch.send(wire.near());
    const Counts counts = lab::faults::counts();
    expect(received == 5 && empty == -EAGAIN && sent == kBatch, "the results are not the kernel's");
    expect(counts.of(Call::kRecvmmsg) == 2 && counts.of(Call::kSendmmsg) == 1 && counts.all() == 3, told(counts));
    expect(counts.received == 5 && counts.sent == kBatch && counts.faults == 0, told(counts));
    expect(wire.take() == kBatch, "not everything has arrived");
  });
  it("counts every kind of call by its own name", [] {
    const Wire wire;
    wire.put(4);
    const Watch watch(Schedule{});
    unsigned number = 0;
    iovec part{&number, sizeof number};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    recvmsg(wire.near(), &message, 0);
    recv(wire.near(), &number, sizeof number, 0);
    expect(read(wire.near(), &number, sizeof number) == sizeof number, "read from a socket");
    expect(readv(wire.near(), &part, 1) == sizeof number, "readv from a socket");
    sendmsg(wire.near(), &message, 0);
    send(wire.near(), &number, sizeof number, 0);
    expect(write(wire.near(), &number, sizeof number) == sizeof number, "write to a socket");
    pollfd waited{wire.near(), POLLIN, 0};
    poll(&waited, 1, 0);
    const Counts counts = lab::faults::counts();
    expect(counts.of(Call::kRecvmsg) == 1 && counts.of(Call::kRecv) == 1 && counts.of(Call::kRead) == 2, told(counts));
    expect(counts.of(Call::kSendmsg) == 1 && counts.of(Call::kSend) == 1 && counts.of(Call::kWrite) == 1, told(counts));
    expect(counts.of(Call::kWait) == 1 && counts.received == 4 && counts.sent == 3, told(counts));
  });
  it("leaves pipes and files alone", [] {
    int ends[2];
    expect(pipe(ends) == 0, "pipe");
    const Watch watch(Schedule{});
    char letter = 'x';
    const bool carried = write(ends[1], &letter, 1) == 1 && read(ends[0], &letter, 1) == 1;
    close(ends[0]);
    close(ends[1]);
    expect(carried && lab::faults::counts().all() == 0, told(lab::faults::counts()));
  });
  it("leaves a thread alone that reads files with all signals blocked, as the sanitizers have one", [] {
    const Watch watch(Schedule{});
    bool read_it = false;
    std::thread([&] {
      sigset_t all;
      sigfillset(&all);
      pthread_sigmask(SIG_SETMASK, &all, nullptr);
      const int fd = open("/proc/self/statm", O_RDONLY);
      char some[16];
      read_it = read(fd, some, sizeof some) > 0;
      close(fd);
    }).join();
    expect(read_it && lab::faults::counts().all() == 0, told(lab::faults::counts()));
  });
  it("neither counts nor disturbs what happens before and after", [] {
    const Wire wire;
    Batch batch;
    Schedule schedule;
    schedule.send.chances.again = 255;
    { const Watch watch(schedule); }
    expect(batch.send(wire.near()) == kBatch && lab::faults::counts().all() == 0, told(lab::faults::counts()));
  });
  it("goes on after a pause where it was", [] {
    const Wire wire;
    Batch batch;
    constexpr Happening kScript[] = {{Fault::kShort, 3}, {Fault::kAgain, 0}};
    {
      const Watch watch(send_script(kScript));
      batch.send(wire.near());
    }
    batch.send(wire.near());
    const Watch watch;
    expect(batch.send(wire.near()) == -EAGAIN && lab::faults::made().size() == 1, "not the second of the script");
    expect(lab::faults::counts().of(Call::kSendmmsg) == 2, told(lab::faults::counts()));
  });
  it("tells of the latest calls in their order", [] {
    const Wire wire;
    Batch batch;
    constexpr Happening kScript[] = {{Fault::kShort, 3}, {Fault::kAgain}};
    const Watch watch(send_script(kScript));
    batch.send(wire.near());
    batch.send(wire.near());
    const auto made = lab::faults::made();
    expect(made.size() == 2 && made[0].result == 3 && made[0].asked == kBatch && made[0].injected, "the first");
    expect(made[1].result == -EAGAIN && made[1].injected, "the second");
  });
}

void injects_faults() {
  it("makes sendmmsg take only the first messages", [] {
    const Wire wire;
    Batch batch;
    constexpr Happening kScript[] = {{Fault::kShort, 3}};
    const Watch watch(send_script(kScript));
    expect(batch.send(wire.near()) == 3, "not short");
    expect(wire.take() == 3, "more or less has arrived than was taken");
  });
  it("makes recvmmsg bring only the first messages, and leaves the others in the queue", [] {
    const Wire wire;
    Batch batch;
    wire.put(6);
    constexpr Happening kScript[] = {{Fault::kShort, 2}};
    Schedule schedule;
    schedule.receive.script = kScript;
    const Watch watch(schedule);
    expect(batch.receive(wire.near()) == 2 && batch.receive(wire.near()) == 4, "not two, then four");
  });
  constexpr Happening kErrors[] = {{Fault::kAgain}, {Fault::kInterrupted}, {Fault::kNoBuffers}, {Fault::kRefused}};
  constexpr int kNumbers[] = {EAGAIN, EINTR, ENOBUFS, ECONNREFUSED};
  for (int i = 0; i < 4; ++i) {
    const std::string sentence = std::string("fails a send with ") + strerrorname_np(kNumbers[i]) + ", taking nothing";
    it(sentence.c_str(), [&] {
      const Wire wire;
      Batch batch;
      const Watch watch(send_script({&kErrors[i], 1}));
      expect(batch.send(wire.near()) == -kNumbers[i], "another result");
      expect(wire.take() == 0, "something was taken");
      expect(batch.send(wire.near()) == kBatch, "the next call fails, too");
    });
  }
  it("refuses to segment a message, and no other", [] {
    const Wire wire;
    std::uint64_t numbers[2] = {1, 2};
    iovec part{numbers, sizeof numbers};
    alignas(cmsghdr) std::byte control[CMSG_SPACE(sizeof(std::uint16_t))] = {};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* const item = CMSG_FIRSTHDR(&message);
    item->cmsg_level = IPPROTO_UDP;
    item->cmsg_type = UDP_SEGMENT;
    item->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
    const std::uint16_t segment = sizeof numbers[0];
    std::memcpy(CMSG_DATA(item), &segment, sizeof segment);
    constexpr Happening kScript[] = {{Fault::kNoSegments, 0}, {Fault::kNoSegments, 0}};
    const Watch watch(send_script(kScript));
    const bool refused = sendmsg(wire.near(), &message, 0) < 0 && errno == EIO;
    Batch batch;
    expect(refused && batch.send(wire.near()) == kBatch, "not refused, or refused without control data");
    expect(sendmsg(wire.near(), &message, 0) == sizeof numbers && wire.take() == kBatch + 2, "not cut into two");
  });
  it("does not make a blocking socket say EAGAIN, but interrupts it", [] {
    const Wire wire(0);
    Batch batch;
    constexpr Happening kScript[] = {{Fault::kAgain}, {Fault::kInterrupted}};
    const Watch watch(send_script(kScript));
    expect(batch.send(wire.near()) == kBatch, "EAGAIN on a blocking socket");
    expect(batch.send(wire.near()) == -EINTR, "not interrupted");
  });
  it("interrupts a wait, and tells an epoll of fewer events", [] {
    const Wire one;
    const Wire other;
    one.put(1);
    other.put(1);
    const int epoll = epoll_create1(0);
    for (const int fd : {one.near(), other.near()}) {
      epoll_event event{};
      event.events = EPOLLIN;
      epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
    constexpr Happening kScript[] = {{Fault::kInterrupted}, {Fault::kShort, 1}};
    Schedule schedule;
    schedule.wait.script = kScript;
    const Watch watch(schedule);
    epoll_event events[4];
    const int interrupted = epoll_wait(epoll, events, 4, 0);
    const int error = errno;
    const int shortened = epoll_wait(epoll, events, 4, 0);
    const int whole = epoll_wait(epoll, events, 4, 0);
    close(epoll);
    expect(interrupted == -1 && error == EINTR, "not interrupted");
    expect(shortened == 1 && whole == 2, std::to_string(shortened) + " and " + std::to_string(whole) + " events");
  });
  it("does the same to the same calls with the same seed, and something else with another", [] {
    const auto run = [](std::uint64_t seed) {
      const Wire wire;
      Batch batch;
      Schedule schedule;
      schedule.seed = seed;
      schedule.send.chances = {64, 64, 32, 32, 0};
      const Watch watch(schedule);
      std::string results;
      for (int i = 0; i < 40; ++i) results += std::to_string(batch.send(wire.near())) + ' ';
      return results;
    };
    expect(run(1) == run(1), "the same seed gives two answers");
    expect(run(1) != run(2), "the seed makes no difference");
  });
}

void tells_threads_apart() {
  it("follows a thread that the watched code starts", [] {
    const Wire wire;
    const Watch watch(Schedule{});
    std::thread([&] { Batch().send(wire.near()); }).join();
    expect(lab::faults::counts().sent == kBatch, told(lab::faults::counts()));
  });
  it("leaves a thread alone that is the check's own", [] {
    const Wire wire;
    Schedule schedule;
    schedule.send.chances.again = 255;
    const Watch watch(schedule);
    int sent = 0;
    std::thread([&] {
      lab::faults::exempt_this_thread();
      sent = Batch().send(wire.near());
    }).join();
    expect(sent == kBatch && lab::faults::counts().all() == 0, told(lab::faults::counts()));
  });
  it("lets calls wait in several threads at once", [] {
    const Wire wire(0);
    const Watch watch(Schedule{});
    unsigned number = 0;
    std::thread waiting([&] { recv(wire.near(), &number, sizeof number, 0); });
    usleep(20'000);
    wire.put(1);
    waiting.join();
    expect(lab::faults::counts().received == 1, told(lab::faults::counts()));
  });
}

}  // namespace

int main() {
  if (!lab::faults::follow()) {
    std::printf("skip  this kernel has no seccomp filters\n");
    return 77;
  }
  counts_calls();
  injects_faults();
  tells_threads_apart();
  return testing::exit_code();
}
