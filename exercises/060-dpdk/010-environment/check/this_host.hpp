// EAL, started for real on this host with the learner's arguments: once in a process, since there is no second time.
#pragma once

#include <fcntl.h>
#include <ftw.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_ethdev.h>
#include <rte_lcore.h>
#include <rte_log.h>
#include <rte_malloc.h>
#include <rte_memory.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "asked.hpp"
#include "contract.hpp"
#include "lab/check.hpp"

namespace environment {

using lab::Check;

inline constexpr const char* kNull = "net_null0,size=128";
inline constexpr unsigned kNullBytes = 128;
inline constexpr const char* kRing = "net_ring0";

// The last CPU that this process might run on when it began: where there are several it is not CPU 0, which everybody
// guesses. EAL pins this thread afterwards.
inline unsigned last_cpu() {
  static const unsigned last = [] {
    cpu_set_t allowed;
    sched_getaffinity(0, sizeof allowed, &allowed);
    unsigned cpu = CPU_SETSIZE - 1;
    while (cpu > 0 && !CPU_ISSET(cpu, &allowed)) --cpu;
    return cpu;
  }();
  return last;
}

inline unsigned free_huge_pages() {
  std::ifstream file("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages");
  unsigned pages = 0;
  file >> pages;
  return file ? pages : 0;
}

// Where EAL keeps the files of a run, in place of XDG_RUNTIME_DIR: private, and gone when EAL has started or refused
// to. It goes on without them.
class RuntimeFolder {
 public:
  RuntimeFolder() {
    if (mkdtemp(path_.data()) == nullptr) lab::give_up_for_the_machine("There is no room for files in /tmp.");
    setenv("XDG_RUNTIME_DIR", path_.c_str(), 1);
  }
  ~RuntimeFolder() {
    const auto remove_one = [](const char* path, const struct stat*, int, FTW*) { return remove(path); };
    constexpr int kOpenFolders = 8;
    nftw(path_.c_str(), remove_one, kOpenFolders, FTW_DEPTH | FTW_PHYS);
  }
  RuntimeFolder(const RuntimeFolder&) = delete;
  RuntimeFolder& operator=(const RuntimeFolder&) = delete;

  // A program that runs already, under EAL's default name `rte`: it holds the lock that the next one under this name
  // wants (lib/eal/linux/eal.c, rte_eal_config_create). An open file's lock (F_OFD_SETLK) keeps out this process's own,
  // too.
  void let_another_program_run() {
    std::string path = path_;
    for (const char* below : {"/dpdk", "/rte"}) mkdir((path += below).c_str(), S_IRWXU);
    const int file = open((path + "/config").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    if (file < 0 || fcntl(file, F_OFD_SETLK, &lock) != 0)
      lab::give_up_for_the_machine("Files cannot be locked in /tmp here.");
  }

 private:
  // `lab clean` knows this name, should there be no sandbox around it, and a violent end.
  std::string path_ = "/tmp/lab-dpdk-" + std::to_string(getpid()) + "-XXXXXX";
};

// The end of what EAL has said, from its first word on.
class Log {
 public:
  Log() : stream_(open_memstream(&text_, &size_)) { rte_openlog_stream(stream_); }

  [[nodiscard]] std::string last_lines() const {
    fflush(stream_);
    std::string all(text_, size_);
    while (!all.empty() && all.back() == '\n') all.pop_back();
    const std::size_t last = all.rfind('\n');
    const std::size_t from = last == std::string::npos || last == 0 ? last : all.rfind('\n', last - 1);
    std::string lines = from == std::string::npos ? all : all.substr(from + 1);
    for (char& each : lines) each = each == '\n' ? ' ' : each;
    return lines;
  }

 private:
  char* text_ = nullptr;
  std::size_t size_ = 0;
  FILE* stream_;
};

inline std::string joined(const Arguments& arguments) {
  std::string text;
  for (const std::string& argument : arguments) text += " " + argument;
  return text;
}

// Who else runs DPDK on the host.
enum class Others { kNone, kOneWithoutName };

// Asks for the arguments of `program` on `host`, and starts EAL with them.
inline void start(Check& check, const Host& host, const Program& program, Others others) {
  check.doing("eal_arguments(host, program)");
  const std::optional<Arguments> answer = eal_arguments(host, program);
  check.got(answer ? " -> {} arguments" : " -> std::nullopt", answer ? answer->size() : 0);
  check.expect(answer.has_value(), "This host can carry this program: that should be a list of arguments.");
  const Asked asked = read(*answer);
  if (!asked.complaint.empty()) check.fail_saying((asked.complaint + " You gave:" + joined(*answer)).c_str());

  static std::vector<std::string> arguments;  // EAL keeps pointers into it
  arguments = {program.name};
  arguments.insert(arguments.end(), answer->begin(), answer->end());
  static std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  const int count = static_cast<int>(pointers.size());
  pointers.push_back(nullptr);
  signal(SIGXFSZ, SIG_IGN);  // where files may only be small, EAL does without one for its memory
  RuntimeFolder folder;
  if (others == Others::kOneWithoutName) folder.let_another_program_run();
  const Log log;
  check.doing("rte_eal_init()");
  const int started = rte_eal_init(count, pointers.data());
  check.got(started < 0 ? " -> -1" : " -> it runs");
  if (started >= 0) return;
  const std::string said = log.last_lines();
  check.fail_saying(("EAL does not start with:" + joined(*answer) +
                     (said.empty() ? ". It calls that invalid." : ". It says: " + said))
                        .c_str());
}

// One frame's memory is enough to see which pages EAL has.
inline std::uint64_t page_bytes(Check& check) {
  void* const some = rte_malloc("lab", 4096, 0);
  check.expect(some != nullptr, "EAL runs, and has no memory to give.");
  const rte_memseg* const segment = rte_mem_virt2memseg(some, nullptr);
  const std::uint64_t bytes = segment == nullptr ? 0 : segment->hugepage_sz;
  rte_free(some);
  return bytes;
}

inline void expect_memory(Check& check, unsigned mib) {
  const std::uint64_t there = rte_eal_get_physmem_size() / (1024 * 1024);
  check.expect(there >= mib, "EAL has {} MiB, and {} were wanted: say so with -m.", there, mib);
}

// Configures a port with one queue each way and starts it.
inline std::uint16_t open_port(Check& check, const char* name, rte_mempool* pool) {
  std::uint16_t port = 0;
  check.expect(rte_eth_dev_get_port_by_name(name, &port) == 0,
               "One of program.devices is not there: a --vdev is missing.");
  constexpr std::uint16_t kSlots = 64;
  const rte_eth_conf plain{};
  const bool runs = rte_eth_dev_configure(port, 1, 1, &plain) == 0 &&
                    rte_eth_rx_queue_setup(port, 0, kSlots, SOCKET_ID_ANY, nullptr, pool) == 0 &&
                    rte_eth_tx_queue_setup(port, 0, kSlots, SOCKET_ID_ANY, nullptr) == 0 &&
                    rte_eth_dev_start(port) == 0;
  check.expect(runs, "The device is there, and does not start.");
  return port;
}

// Frames out of one device and into the other: both answer, or a step has failed.
inline void expect_answers(Check& check) {
  constexpr unsigned kFrames = 511;
  constexpr std::uint16_t kBurst = 8;
  rte_mempool* const pool = rte_pktmbuf_pool_create("lab", kFrames, 0, 0, RTE_MBUF_DEFAULT_BUF_SIZE, SOCKET_ID_ANY);
  check.expect(pool != nullptr, "There is no memory for {} frames.", kFrames);
  const std::uint16_t null = open_port(check, "net_null0", pool);
  const std::uint16_t ring = open_port(check, "net_ring0", pool);
  check.expect(rte_eth_dev_count_avail() == 2, "There are {} ports, and two devices were wanted.",
               rte_eth_dev_count_avail());
  rte_mbuf* frames[kBurst];
  const std::uint16_t invented = rte_eth_rx_burst(null, 0, frames, kBurst);
  check.expect(invented == kBurst, "net_null0 gives {} frames, and always has as many as are asked for.", invented);
  check.expect(frames[0]->pkt_len == kNullBytes, "net_null0 gives frames of {} bytes, and was to give {}.",
               frames[0]->pkt_len, kNullBytes);
  const std::uint16_t taken = rte_eth_tx_burst(ring, 0, frames, kBurst);
  rte_mbuf* back[kBurst];
  const std::uint16_t returned = rte_eth_rx_burst(ring, 0, back, kBurst);
  check.expect(taken == kBurst && returned == kBurst && back[0] == frames[0],
               "net_ring0 took {} frames and gave {} back: all {} should come, and the same ones.", taken, returned,
               kBurst);
  rte_pktmbuf_free_bulk(back, returned);
  for (const std::uint16_t port : {null, ring}) {
    rte_eth_dev_stop(port);
    rte_eth_dev_close(port);
  }
  check.expect(rte_mempool_avail_count(pool) == kFrames, "{} of {} frames are back in the pool.",
               rte_mempool_avail_count(pool), kFrames);
}

}  // namespace environment
