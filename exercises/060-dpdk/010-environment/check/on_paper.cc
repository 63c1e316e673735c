// What a program asks of hosts that exist on paper only: whatever this machine has, the answer is the same. Built with
// the address and undefined-behaviour sanitizers.
#include <string>

#include "asked.hpp"
#include "contract.hpp"
#include "lab/check.hpp"

namespace {

using environment::Asked;
using lab::Check;

template <typename List, typename Predicate>
std::size_t count_if(const List& list, Predicate predicate) {
  std::size_t count = 0;
  for (const auto& each : list) count += predicate(each) ? 1 : 0;
  return count;
}

// One host and one program: asks for the arguments, and holds them against what should have come.
class Case {
 public:
  // Out of line, like all of it: a check is compiled on every save, and what is inlined is instrumented at each call.
  [[gnu::noinline]] Case(Check& check, const Host& host, const Program& program)
      : check_(check), host_(host), program_(program) {}
  [[gnu::noinline]] ~Case() = default;
  Case(const Case&) = delete;
  Case& operator=(const Case&) = delete;

  [[gnu::noinline]] Case& accepted() {
    check_.doing("eal_arguments(host, program)");
    const std::optional<Arguments> answer = eal_arguments(host_, program_);
    check_.got(answer ? " -> {} arguments" : " -> std::nullopt", answer ? answer->size() : 0);
    check_.expect(answer.has_value(), "This host can carry this program: that should be a list of arguments.");
    given_ = *answer;
    asked_ = environment::read(given_);
    if (!asked_.complaint.empty()) fail(asked_.complaint.c_str());
    return *this;
  }

  [[gnu::noinline]] void refused(const char* why) {
    check_.doing("eal_arguments(host, program)");
    const std::optional<Arguments> answer = eal_arguments(host_, program_);
    check_.got(answer ? " -> {} arguments" : " -> std::nullopt", answer ? answer->size() : 0);
    if (!answer) return;
    given_ = *answer;
    fail("That should be std::nullopt: ", why);
  }

  [[gnu::noinline]] Case& lcores_fit() {
    expect(asked_.cpus.size() == program_.lcores, "There should be as many lcores as were asked for.");
    for (std::size_t i = 0; i < asked_.cpus.size(); ++i) {
      const auto is_this = [&](unsigned cpu) { return cpu == asked_.cpus[i]; };
      expect(count_if(asked_.cpus, is_this) == 1, "Two lcores share a CPU: each polls, and each waits for the other.");
      expect(count_if(host_.cpus, is_this) == 1,
             "An lcore is on a CPU that this program may not run on: see host.cpus.");
    }
    return *this;
  }

  [[gnu::noinline]] Case& without_huge_pages(const char* why) {
    if (!asked_.no_huge) fail("That needs --no-huge: ", why);
    return memory_is_reserved();
  }
  [[gnu::noinline]] Case& with_huge_pages(const char* why) {
    if (asked_.no_huge) fail("--no-huge is wrong here: ", why);
    return memory_is_reserved();
  }

  [[gnu::noinline]] Case& nothing_stays_behind() {
    expect(asked_.in_memory || (asked_.huge_unlink && !host_.hugetlbfs.empty()),
           host_.hugetlbfs.empty()
               ? "EAL looks for a mounted hugetlbfs, and there is none: --in-memory does without files."
               : "Its huge pages are files, and files stay when the program ends, with the memory in them: nobody else "
                 "gets that any more.");
    return *this;
  }

  [[gnu::noinline]] Case& no_cards() {
    expect(asked_.no_pci && asked_.cards.empty(),
           "This program drives no card, and EAL takes every one that it can drive unless it is told --no-pci.");
    return *this;
  }

  [[gnu::noinline]] Case& only_its_cards() {
    expect(!asked_.no_pci, "--no-pci keeps EAL from the card that this program drives.");
    expect(!asked_.cards.empty(), "Without -a EAL takes every card that it can drive, other programs' among them.");
    bool same = asked_.cards.size() == program_.cards.size();
    for (const std::string& wanted : program_.cards) {
      // The domain may be left out.
      same =
          same && count_if(asked_.cards, [&](const std::string& card) {
                    return card == wanted || (wanted.starts_with("0000:") && wanted.compare(5, wanted.npos, card) == 0);
                  }) == 1;
    }
    expect(same, "-a should name the program's cards, and no others.");
    return *this;
  }

  [[gnu::noinline]] Case& its_devices() {
    expect(asked_.devices == program_.devices, "There should be a --vdev for each of program.devices, in their order.");
    return *this;
  }

  void expect(bool holds, const char* sentence) {
    if (!holds) fail(sentence);
  }
  [[noreturn, gnu::noinline]] void fail(const char* sentence, const char* why = "") {
    std::string text = sentence;
    (text += why) += " You gave:";
    for (const std::string& argument : given_) (text += ' ') += argument;
    check_.fail_saying(text.c_str());
  }

  [[nodiscard]] const Asked& asked() const { return asked_; }
  [[nodiscard]] const Program& program() const { return program_; }

 private:
  Case& memory_is_reserved() {
    expect(asked_.memory_mib == program_.memory_mib,
           "-m should be program.memory_mib: what is not taken at the start may be gone when it is needed.");
    return *this;
  }

  Check& check_;
  Host host_;
  Program program_;
  Arguments given_;
  Asked asked_;
};

[[gnu::noinline]] Host small_host() { return {.cpus = {0, 1}}; }
[[gnu::noinline]] Host big_host(unsigned reserved, unsigned free, std::string hugetlbfs = "/dev/hugepages") {
  return {.cpus = {0, 1, 2, 3},
          .huge_pages_reserved = reserved,
          .huge_pages_free = free,
          .hugetlbfs = std::move(hugetlbfs)};
}
[[gnu::noinline]] Program forwarder() { return {.name = "forwarder", .devices = {"net_null0"}}; }

void plain(Check& check) {
  check.scene("Two CPUs, no huge pages, no card. A program with one lcore, 64 MiB and one virtual device.");
  Case(check, small_host(), forwarder())
      .accepted()
      .lcores_fit()
      .without_huge_pages("none are reserved.")
      .no_cards()
      .its_devices();
  check.scene("The same, with 256 MiB and two virtual devices, one of them with a setting of its own.");
  Program program = forwarder();
  program.memory_mib = 256;
  program.devices = {"net_null0,size=128", "net_ring0"};
  Case(check, small_host(), program).accepted().without_huge_pages("none are reserved.").its_devices();
}

void huge_pages(Check& check) {
  for (const char* mount : {"/dev/hugepages", ""}) {
    check.scene(*mount != '\0' ? "512 huge pages, all free, and hugetlbfs is mounted."
                               : "512 huge pages, all free, and hugetlbfs is not mounted.");
    Case(check, big_host(512, 512, mount), forwarder())
        .accepted()
        .with_huge_pages("there are enough huge pages, and the CPU finds memory in them faster.")
        .nothing_stays_behind()
        .no_cards();
  }
}

void taken_pages(Check& check) {
  check.scene("512 huge pages are reserved; other programs have taken all but 3.");
  Case(check, big_host(512, 3), forwarder()).accepted().without_huge_pages("3 pages are free, and 64 MiB are 32.");
}

void just_enough(Check& check) {
  struct Row {
    unsigned free;
    unsigned memory;
  };
  for (const auto& [free, memory] : {Row{32, 64}, Row{31, 64}, Row{33, 65}, Row{32, 65}, Row{1, 1}, Row{1, 3}}) {
    check.scene("{} free huge pages of 2 MiB, and a program with {} MiB.", free, memory);
    Program program = forwarder();
    program.memory_mib = memory;
    Case one(check, big_host(512, free), program);
    one.accepted();
    if (free * kHugePageMib >= memory) {
      one.with_huge_pages("that is enough.");
    } else {
      one.without_huge_pages("the last MiB needs a page, too.");
    }
  }
}

void lcores(Check& check) {
  const Host host = {.cpus = {2, 5, 7}};
  for (unsigned wanted = 1; wanted <= 3; ++wanted) {
    check.scene("The program may run on CPUs 2, 5 and 7, and wants {} lcores.", wanted);
    Program program = forwarder();
    program.lcores = wanted;
    Case(check, host, program).accepted().lcores_fit();
  }
  check.scene("The program may run on CPUs 2, 5 and 7, and wants 4 lcores.");
  Program program = forwarder();
  program.lcores = 4;
  Case(check, host, program).refused("two lcores that poll on one CPU stand in each other's way.");
}

void two_programs(Check& check) {
  for (const unsigned free : {0U, 512U}) {
    check.scene("\"left\" and \"right\" are to run on one host with {} free huge pages, at the same time.", free);
    Program left = forwarder();
    left.name = "left";
    Program right = forwarder();
    right.name = "right";
    for (const Program& program : {left, right}) {
      Case one(check, big_host(free, free), program);
      one.accepted();
      const std::optional<std::string> prefix = one.asked().prefix;
      one.expect(one.asked().nameless() || (prefix && *prefix == one.program().name),
                 "Both would use the same names, and the second one does not start: --file-prefix should be the "
                 "program's name.");
    }
  }
}

[[gnu::noinline]] Host with_cards(unsigned free) {
  Host host = big_host(512, free);
  host.cards = {{"0000:03:00.0", "ixgbe"}, {"0000:05:00.0", "vfio-pci"}, {"0000:05:00.1", "vfio-pci"}};
  return host;
}
[[gnu::noinline]] Program card_driver(std::vector<std::string> cards) {
  return {.name = "forwarder", .devices = {}, .cards = std::move(cards)};
}

void cards(Check& check) {
  check.scene("Two cards are bound to vfio-pci. The program drives the second one.");
  Case(check, with_cards(512), card_driver({"0000:05:00.1"}))
      .accepted()
      .only_its_cards()
      .with_huge_pages("the card writes to this memory, and needs to know where it is.");
  check.scene("The program drives both.");
  Case(check, with_cards(512), card_driver({"0000:05:00.1", "0000:05:00.0"})).accepted().only_its_cards();
  check.scene("It drives a virtual device, and neither of the two.");
  Case(check, with_cards(512), forwarder()).accepted().no_cards().its_devices();
}

void cards_refused(Check& check) {
  check.scene("The program drives 0000:03:00.0, which the kernel's driver ixgbe has.");
  Case(check, with_cards(512), card_driver({"0000:03:00.0"}))
      .refused("EAL would start without the card. Only what vfio-pci has is a program's.");
  check.scene("The program drives 0000:05:00.0, and 0000:03:00.0, which the kernel's driver ixgbe has.");
  Case(check, with_cards(512), card_driver({"0000:05:00.0", "0000:03:00.0"}))
      .refused("each of its cards has to be bound to vfio-pci.");
  check.scene("The program drives 0000:09:00.0, and there is no such card.");
  Case(check, with_cards(512), card_driver({"0000:09:00.0"})).refused("there is no such card.");
  check.scene("The program drives 0000:05:00.1, and no huge pages are free.");
  Case(check, with_cards(0), card_driver({"0000:05:00.1"}))
      .refused("the kernel may move the memory of --no-huge, so that a card has no address for it.");
}

void shared(Check& check) {
  Program program = forwarder();
  program.shared = true;
  check.scene("Another process will attach to the program. 512 huge pages, hugetlbfs is mounted.");
  Case one(check, big_host(512, 512), program);
  one.accepted().with_huge_pages("ordinary memory has no name that another process could open.");
  one.expect(!one.asked().in_memory && !one.asked().huge_unlink && !one.asked().no_shconf,
             "The other process finds this one by its files: they have to be there.");
  one.expect(one.asked().prefix == program.name, "The other process looks for the files by --file-prefix.");
  check.scene("The same, and hugetlbfs is not mounted.");
  Case(check, big_host(512, 512, ""), program).refused("there is nowhere to put the files that are shared.");
  check.scene("The same, and no huge page is free.");
  Case(check, big_host(512, 0), program).refused("what is shared is huge pages, and none are free.");
}

constexpr lab::Step kSteps[] = {
    {"plain", plain},
    {"huge-pages", huge_pages, "plain"},
    {"taken-pages", taken_pages, "plain"},
    {"just-enough", just_enough, "taken-pages"},
    {"lcores", lcores, "plain"},
    {"two-programs", two_programs, "plain"},
    {"cards", cards, "plain"},
    {"cards-refused", cards_refused, "cards"},
    {"shared", shared, "huge-pages"},
};

}  // namespace

std::span<const lab::Step> lab::check_steps() noexcept { return kSteps; }
