// The calls to the kernel that a turn has made, as lines of the step's story.
#pragma once

#include <errno.h>

#include <cstddef>
#include <cstdint>

#include "lab/check.hpp"
#include "lab/faults.hpp"

namespace lab {

inline const char* call_of(faults::Call call) {
  constexpr const char* kSentences[faults::kCalls] = {
      "    recvmmsg(fd, messages, {})", "    recvmsg(fd, message)",       "    recv(fd, buffer, {})",
      "    read(fd, buffer, {})",       "    sendmmsg(fd, messages, {})", "    sendmsg(fd, message)",
      "    send(fd, buffer, {})",       "    write(fd, buffer, {})",      "    poll({} descriptors)"};
  return kSentences[static_cast<std::size_t>(call)];
}

inline const char* error_of(std::int64_t result) {
  switch (-result) {
    case EAGAIN:
      return " -> EAGAIN";
    case EINTR:
      return " -> EINTR";
    case ENOBUFS:
      return " -> ENOBUFS";
    case ECONNREFUSED:
      return " -> ECONNREFUSED";
    default:
      return " -> errno {}";
  }
}

inline void tell_call(Check& check, const faults::Made& made) {
  if (made.call == faults::Call::kRecvmsg || made.call == faults::Call::kSendmsg) {
    check.doing(call_of(made.call));
  } else {
    check.doing(call_of(made.call), made.asked);
  }
  if (made.result >= 0) return check.got(" -> {}", made.result);
  check.got(error_of(made.result), -made.result);
}

}  // namespace lab
