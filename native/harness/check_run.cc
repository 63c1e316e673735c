#include "check_run.hpp"

#include <sys/syscall.h>
#include <time.h>

#include "check_channel.hpp"

namespace lab {
namespace {

// All of it initialized by the compiler: it is used before the first constructor has run.
constinit Channel channel;
constinit Story stories[kMostParts + 1];
constinit thread_local Story* mine = nullptr;
constinit const Step* running = nullptr;
constinit bool greeted = false;
constinit uint64_t started_ms = 0;

enum : int { kNobody = 0 };
constinit int teller = kNobody;  // the thread that tells the end

int this_thread() noexcept { return static_cast<int>(syscall(SYS_gettid)); }

Line begin_event(const char* event, const char* step) noexcept {
  Line line = channel.begin();
  line.add("{\"event\":\"").add(event).add("\",\"step\":").add_json(step, strlen(step));
  return line;
}

void send_object(Line& line) noexcept {
  line.add('}');
  channel.send(line);
}

void add_seconds(Line& line) noexcept { line.add(",\"seconds\":").add_seconds(now_ms() - started_ms); }

// False when that many calls do not fit into a line.
bool send_failed(const Story& story, const Sentence& conclusion, uint64_t most_calls) noexcept {
  Line line = begin_event("failed", running->id);
  add_seconds(line);
  line.add(",\"story\":[");
  story.tell(most_calls, [&line](const Sentence& sentence) { line.add_json(sentence).add(','); });
  line.add_json(conclusion).add("]}\n");
  if (line.cut()) return false;
  channel.send_line(line);
  return true;
}

void print(const char* mark, const Sentence& sentence) noexcept {
  Line line;
  line.add(mark).add(sentence);
  channel.send(line);
}

void print_step(const char* mark, const Step& step) noexcept {
  Sentence name;
  print(mark, name.add(step.id));
}

}  // namespace

Story& my_story() noexcept { return mine != nullptr ? *mine : stories[kMostParts]; }

const Story& story_of(size_t part) noexcept { return stories[part]; }

void begin_part_story(size_t part) noexcept {
  stories[part].begin_like(stories[kMostParts]);
  mine = &stories[part];
}

uint64_t now_ms() noexcept {
  timespec now{};
  syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1'000'000;
}

void open_channel() noexcept { channel.open(); }

bool channel_was_trespassed() noexcept { return channel.trespassed(); }

void say_hello(size_t steps) noexcept {
  greeted = true;
  if (channel.by_hand()) return;
  Line line = channel.begin();
  line.add("{\"event\":\"hello\",\"steps\":").add_number(steps);
  send_object(line);
}

void say_started(const Step& step) noexcept {
  running = &step;
  started_ms = now_ms();
  if (channel.by_hand()) return;
  Line line = begin_event("started", step.id);
  send_object(line);
}

void say_passed() noexcept {
  if (running == nullptr) end_process(kSomethingFailed);  // a sanitizer has reported, and let the step go on
  if (channel.by_hand()) {
    print_step("passed   ", *running);
  } else {
    Line line = begin_event("passed", running->id);
    add_seconds(line);
    send_object(line);
  }
  running = nullptr;
}

void say_failed(const Story& story, const Sentence& conclusion) noexcept {
  if (channel.by_hand()) {
    print_step("FAILED   ", *running);
    story.tell(Story::kEntries, [](const Sentence& sentence) { print("    ", sentence); });
    print("    ", conclusion);
  } else {
    uint64_t most_calls = Story::kEntries;
    while (!send_failed(story, conclusion, most_calls) && most_calls != 0) most_calls /= 2;
  }
  running = nullptr;
}

void say_skipped(const Step& step) noexcept {
  if (channel.by_hand()) return print_step("skipped  ", step);
  Line line = begin_event("skipped", step.id);
  send_object(line);
}

void say_unjudged(const Sentence& why) noexcept {
  if (channel.by_hand()) {
    print_step("unjudged ", *running);
    print("    ", why);
  } else {
    Line line = begin_event("unjudged", running->id);
    add_seconds(line);
    line.add(",\"why\":").add_json(why);
    send_object(line);
  }
  running = nullptr;
}

void say_advice(const char* topic, const Sentence& advice, const Text<80>* type, size_t size) noexcept {
  if (channel.by_hand()) return print("advice   ", advice);
  Line line = channel.begin();
  line.add("{\"event\":\"advice\",\"topic\":").add_json(topic, strlen(topic)).add(",\"text\":").add_json(advice);
  if (type != nullptr) line.add(",\"object\":{\"type\":").add_json(*type).add(",\"size\":").add_number(size).add('}');
  send_object(line);
}

void say_moment(const char* thread, const Place& place, const Sentence& text, bool key) noexcept {
  if (channel.by_hand()) {
    Sentence moment;
    moment.add(thread).add(": ").add(text);
    if (!place.file.empty()) moment.add(" (").add(place.file).add(':').add(place.line).add(')');
    return print(key ? "  > " : "    ", moment);
  }
  Line line = channel.begin();
  line.add("{\"event\":\"moment\",\"thread\":").add_json(thread, strlen(thread)).add(",\"text\":").add_json(text);
  line.add(key ? ",\"key\":true" : ",\"key\":false");
  if (!place.file.empty()) line.add(",\"file\":").add_json(place.file).add(",\"line\":").add(place.line);
  send_object(line);
}

void say_count(const char* name, uint64_t amount, uint64_t per) noexcept {
  if (channel.by_hand()) {
    Sentence count;
    return print("count    ", count.add(name).add(' ').add_ratio(amount, per));
  }
  Line line = channel.begin();
  line.add("{\"event\":\"count\",\"name\":").add_json(name, strlen(name)).add(",\"value\":").add_ratio(amount, per);
  send_object(line);
}

void say_machine_fault(const char* sentence) noexcept {
  Sentence text;
  text.add_foreign(sentence, strlen(sentence));
  if (channel.by_hand()) return print("machine  ", text);
  Line line = channel.begin();
  line.add("{\"event\":\"machine\",\"text\":").add_json(text);
  send_object(line);
}

bool say_done() noexcept {
  if (channel.by_hand()) return true;
  Line line = channel.begin();
  line.add("{\"event\":\"done\"");
  send_object(line);
  return !channel.broken();
}

void say_last_words(const Story& story, const Sentence& conclusion) noexcept {
  const int me = this_thread();
  int first = kNobody;
  if (!__atomic_compare_exchange_n(&teller, &first, me, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
    if (first == me) return;
    constexpr timespec kAWhile{1, 0};
    for (;;) syscall(SYS_nanosleep, &kAWhile, nullptr);
  }
  overlook_my_reads();
  if (!greeted) say_hello(check_steps().size());
  // Between two steps, or before the first one, only constructors and destructors of static objects can run.
  if (running == nullptr) say_started(check_steps().front());
  say_failed(story, conclusion);
}

void end_process(int exit_code) noexcept {
  syscall(SYS_exit_group, exit_code);
  __builtin_unreachable();
}

}  // namespace lab
