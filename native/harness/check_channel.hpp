// The protocol writer: `<cookie> <json>` lines on file descriptor 3. The cookie is the first line of standard input; a
// line without it was not written here. Run by hand, without a descriptor 3, a check program tells its story on
// standard output instead.
#pragma once

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_text.hpp"

namespace lab {

// A line is one write() of at most this many bytes, so that it cannot be torn by another writer (PIPE_BUF, pipe(7)).
inline constexpr size_t kLongestLine = 4096;
using Line = Text<kLongestLine>;

class Channel {
 public:
  // Before any code of the learner's has run: static constructors in their header come later.
  void open() noexcept {
    struct stat status;
    by_hand_ = fstat(kChannel, &status) != 0;
    if (by_hand_) {
      fd_ = STDOUT_FILENO;
      return;
    }
    // A copy out of the way: the learner's code may close 3, or open a file that then is 3.
    fd_ = fcntl(kChannel, F_DUPFD_CLOEXEC, kOutOfTheWay);
    if (fd_ < 0) {
      fd_ = kChannel;
    } else {
      set_trap();
    }
    read_cookie();
  }

  // True when somebody has written to descriptor 3, which nobody but the harness has any business with.
  [[nodiscard]] bool trespassed() const noexcept {
    int waiting = 0;
    return trap_ >= 0 && ioctl(trap_, FIONREAD, &waiting) == 0 && waiting > 0;
  }

  [[nodiscard]] bool by_hand() const noexcept { return by_hand_; }

  // A line, begun with the cookie. The caller adds an object and sends it.
  [[nodiscard]] Line begin() const noexcept {
    Line line;
    if (!by_hand_) line.add(cookie_.data(), cookie_.size()).add(' ');
    return line;
  }

  // Ends the line and sends it.
  void send(Line& line) noexcept { send_line(line.add('\n')); }

  void send_line(const Line& line) noexcept {
    for (size_t sent = 0; sent < line.size();) {
      const ssize_t wrote = write(fd_, line.data() + sent, line.size() - sent);
      if (wrote > 0) sent += static_cast<size_t>(wrote);
      if (wrote < 0 && errno != EINTR) {
        broken_ = true;
        return;
      }
    }
  }

  // True when something could not be said: nobody listens any more, or the learner's code has closed descriptors.
  [[nodiscard]] bool broken() const noexcept { return broken_; }

 private:
  static constexpr int kChannel = 3;
  static constexpr int kOutOfTheWay = 40;  // below lab-launch's RLIMIT_NOFILE of 64, above what a program opens
  static constexpr size_t kLongestCookie = 128;

  // Puts a pipe of our own in the channel's place: what is written there then stays with us.
  void set_trap() noexcept {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
    trap_ = fcntl(ends[0], F_DUPFD_CLOEXEC, kOutOfTheWay);
    dup2(ends[1], kChannel);
    for (const int end : ends) close(end);
  }

  // Byte by byte: what follows the first line on standard input is not ours.
  void read_cookie() noexcept {
    for (char byte = 0; cookie_.size() < kLongestCookie && read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n';) {
      cookie_.add(byte);
    }
    const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (nothing < 0) return;
    dup2(nothing, STDIN_FILENO);
    close(nothing);
  }

  int fd_ = -1;
  int trap_ = -1;
  bool by_hand_ = true;
  bool broken_ = false;
  Text<kLongestCookie> cookie_;
};

}  // namespace lab
