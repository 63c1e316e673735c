// What is known of a host, and of a program that is to run there. The harness fills it in: for hosts that exist on
// paper only, and for the one that you sit at.
#pragma once

#include <string>
#include <vector>

// Huge pages are of this size here. There are others; 1-GiB pages have to be reserved at boot.
inline constexpr unsigned kHugePageMib = 2;

// A network card on the PCI bus.
struct Card {
  std::string address;  // "0000:05:00.1": domain, bus, device, function
  std::string driver;   // who has it: "vfio-pci", or a driver of the kernel; empty where nobody does
};

struct Host {
  std::vector<unsigned> cpus;        // that the program may run on: not always all, and not always from 0
  unsigned huge_pages_reserved = 0;  // set aside for whoever asks first
  unsigned huge_pages_free = 0;      // of these, not taken yet
  std::string hugetlbfs;             // where files of huge pages can be made; empty: nowhere
  std::vector<Card> cards;
};

struct Program {
  std::string name;                  // no other program on the host is called so
  unsigned memory_mib = 64;          // to be there at the start, or not at all
  unsigned lcores = 1;               // threads that poll, each on a CPU of its own
  std::vector<std::string> devices;  // virtual ones, as --vdev takes them: "net_null0,size=128"
  std::vector<std::string> cards;    // addresses of cards that it drives; only these
  bool shared = false;               // another process will attach to it and use its memory
};

using Arguments = std::vector<std::string>;  // without the program's name in front
