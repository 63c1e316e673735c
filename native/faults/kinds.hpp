// Which system calls are followed, and what each is.
#pragma once

#include <sys/syscall.h>

#include <cstdint>

#include "lab/faults.hpp"

namespace lab::faults {

enum class Direction : std::uint8_t { kReceive, kSend, kWait };

struct Kind {
  long number;
  Call call;
  Direction direction;
};

inline constexpr Kind kKinds[] = {
    {SYS_recvmmsg, Call::kRecvmmsg, Direction::kReceive},
    {SYS_recvmsg, Call::kRecvmsg, Direction::kReceive},
    {SYS_recvfrom, Call::kRecv, Direction::kReceive},
    {SYS_sendmmsg, Call::kSendmmsg, Direction::kSend},
    {SYS_sendmsg, Call::kSendmsg, Direction::kSend},
    {SYS_sendto, Call::kSend, Direction::kSend},
    {SYS_ppoll, Call::kWait, Direction::kWait},
    {SYS_pselect6, Call::kWait, Direction::kWait},
    {SYS_epoll_pwait, Call::kWait, Direction::kWait},
    {SYS_epoll_pwait2, Call::kWait, Direction::kWait},
#if defined(__x86_64__)  // what arm64 has never had
    {SYS_poll, Call::kWait, Direction::kWait},
    {SYS_select, Call::kWait, Direction::kWait},
    {SYS_epoll_wait, Call::kWait, Direction::kWait},
#endif
};

// These move datagrams only when the descriptor is a socket.
inline constexpr Kind kFileKinds[] = {
    {SYS_read, Call::kRead, Direction::kReceive},
    {SYS_readv, Call::kRead, Direction::kReceive},
    {SYS_write, Call::kWrite, Direction::kSend},
    {SYS_writev, Call::kWrite, Direction::kSend},
};

// What cannot be followed.
inline constexpr long kRefusedCalls[] = {SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register};

}  // namespace lab::faults
