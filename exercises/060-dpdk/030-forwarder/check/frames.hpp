// Frames as the checks send them, and what is left of them on the other side.
#pragma once

#include <rte_ether.h>
#include <rte_mbuf.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace forwarder {

struct FrameKind {
  std::uint32_t length;        // without the check sequence
  std::uint32_t tags = 0;      // VLAN tags
  std::uint16_t segments = 1;  // mbufs that it is spread over
  std::uint64_t flags = 0;     // what the port has found out about its checksums
};

// Fills one segment with bytes that depend on the frame and on the place in it.
inline void fill(rte_mbuf* segment, std::uint32_t length, std::uint32_t number, std::uint32_t from) {
  segment->data_len = static_cast<std::uint16_t>(length);
  auto* const bytes = rte_pktmbuf_mtod(segment, std::uint8_t*);
  for (std::uint32_t i = 0; i < length; ++i) bytes[i] = static_cast<std::uint8_t>((number * 31 + from + i) * 0x9d >> 3);
}

// A frame of this kind from the pool, or null when the pool is empty.
inline rte_mbuf* build_frame(rte_mempool* pool, const rte_ether_addr& to, const rte_ether_addr& from,
                             const FrameKind& kind, std::uint32_t number) {
  rte_mbuf* const head = rte_pktmbuf_alloc(pool);
  if (head == nullptr) return nullptr;
  rte_mbuf* last = head;
  std::uint32_t done = 0;
  for (std::uint16_t i = 1; i <= kind.segments; ++i) {
    const std::uint32_t part = i == kind.segments ? kind.length - done : kind.length / kind.segments;
    fill(last, part, number, done);
    done += part;
    if (i == kind.segments) break;
    last->next = rte_pktmbuf_alloc(pool);
    if (last->next == nullptr) {
      rte_pktmbuf_free(head);
      return nullptr;
    }
    last = last->next;
  }
  head->pkt_len = kind.length;
  head->nb_segs = kind.segments;
  head->ol_flags = kind.flags;
  auto* const header = rte_pktmbuf_mtod(head, rte_ether_hdr*);
  header->dst_addr = to;
  header->src_addr = from;
  std::uint16_t types[] = {RTE_ETHER_TYPE_IPV4, RTE_ETHER_TYPE_VLAN, RTE_ETHER_TYPE_QINQ};
  for (std::uint32_t tag = 0; tag <= kind.tags; ++tag) {
    const std::uint16_t type = rte_cpu_to_be_16(types[kind.tags - tag]);
    std::memcpy(rte_pktmbuf_mtod(head, std::uint8_t*) + 12 + 4 * tag, &type, sizeof type);
  }
  return head;
}

inline std::vector<std::uint8_t> bytes_of(const rte_mbuf* frame) {
  std::vector<std::uint8_t> bytes;
  for (; frame != nullptr; frame = frame->next) {
    const auto* const from = rte_pktmbuf_mtod(frame, const std::uint8_t*);
    bytes.insert(bytes.end(), from, from + frame->data_len);
  }
  return bytes;
}

// A frame as it was when it was given: what must come out is known from it.
struct Sent {
  explicit Sent(rte_mbuf* frame)
      : mbuf(frame), bytes(bytes_of(frame)), flags(frame->ol_flags), segments(frame->nb_segs) {}

  rte_mbuf* mbuf;
  std::vector<std::uint8_t> bytes;
  std::uint64_t flags;
  std::uint16_t segments;
};

}  // namespace forwarder
