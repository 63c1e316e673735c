import type { ProbeResult } from '../../domain/probe.ts';

const PER_LOAD = { en: 'per load', ko: '로드당' };
const SETS = [4, 6, 8, 12, 16, 32, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072];

function point(x: number, median: number): { x: number; low: number; median: number; high: number } {
  return { x, ...spread(median) };
}

function spread(median: number): { low: number; median: number; high: number } {
  return { low: median * 0.96, median, high: median * 1.12 };
}

/** From one level to the next, as caches do. */
function loadNs(kib: number): number {
  if (kib <= 32) return 1.14;
  if (kib <= 1024) return 3.98;
  return kib <= 16384 ? 15 : 148;
}

const BASE: ProbeResult = {
  schema: 1,
  name: 'cache-levels',
  title: { en: 'Cache levels', ko: '캐시 계층' },
  method: {
    en: 'Pointers, one in each cache line, linked in random order into one ring: each load waits for the one before, and no prefetcher can guess. The ring of a level fits well into it, and not into the one before.',
    ko: '캐시 라인마다 하나씩 둔 포인터를 무작위 순서의 고리로 이어 따라갑니다. 로드는 앞의 로드를 기다리고 프리페처는 짐작할 수 없습니다. 고리는 그 계층에 넉넉히 들어가고 앞 계층에는 들어가지 않습니다.',
  },
  figures: [
    { name: 'l1', title: { en: 'L1 cache', ko: 'L1 캐시' }, unit: 'ns', per: PER_LOAD, ...spread(1.14) },
    { name: 'l2', title: { en: 'L2 cache', ko: 'L2 캐시' }, unit: 'ns', per: PER_LOAD, ...spread(3.98) },
    { name: 'l3', title: { en: 'L3 cache', ko: 'L3 캐시' }, unit: 'ns', per: PER_LOAD, ...spread(15) },
    {
      name: 'memory',
      title: { en: 'memory', ko: '메모리' },
      unit: 'ns',
      per: PER_LOAD,
      ...spread(148),
      note: { en: 'transparent huge pages', ko: '투명한 큰 페이지(THP)' },
    },
  ],
  absent: [],
  sweep: {
    x: { name: 'working-set', title: { en: 'working set', ko: '작업 집합' }, unit: 'KiB' },
    unit: 'ns',
    per: PER_LOAD,
    series: [
      {
        name: 'load',
        title: { en: 'dependent load', ko: '의존하는 로드' },
        points: SETS.map((x) => point(x, loadNs(x))),
      },
    ],
  },
  cpus: [0, 1],
  seconds: 1.08,
  unsupported: null,
};

export const CACHE_LEVELS = BASE;

const BATCHES = [1, 2, 4, 8, 16, 32, 64];
const PER_DATAGRAM = { en: 'per datagram', ko: '데이터그램당' };

/** Three series, of which two lie close to each other. */
export const SEND_BATCH: ProbeResult = {
  ...BASE,
  name: 'send-batch',
  title: { en: 'Sending in batches', ko: '묶어 보내기' },
  figures: [
    { name: 'sendto', title: { en: 'sendto', ko: 'sendto' }, unit: 'ns', per: PER_DATAGRAM, ...spread(2640) },
    { name: 'gso-32', title: { en: 'GSO, 32', ko: 'GSO, 32개' }, unit: 'ns', per: PER_DATAGRAM, ...spread(425) },
  ],
  sweep: {
    x: { name: 'batch', title: { en: 'batch size', ko: '묶음 크기' }, unit: 'datagrams' },
    unit: 'ns',
    per: PER_DATAGRAM,
    series: [
      ['sendto', 2640, 0],
      ['sendmmsg', 2100, 700],
      ['gso', 340, 2600],
    ].map(([name, flat, shared]) => ({
      name: String(name),
      title: { en: String(name), ko: String(name) },
      points: BATCHES.map((x) => point(x, Number(flat) + Number(shared) / x)),
    })),
  },
};

const NO_NAMESPACES = {
  why: {
    en: 'No network namespaces can be made here: unshare: Operation not permitted',
    ko: '여기서는 네트워크 네임스페이스를 만들 수 없습니다: unshare: Operation not permitted',
  },
  fix: {
    en: 'Run it as root, or allow user namespaces: sysctl -w user.max_user_namespaces=1000',
    ko: '루트로 실행하거나 사용자 네임스페이스를 허용하세요: sysctl -w user.max_user_namespaces=1000',
  },
};

/** Half of it is missing. */
export const ROUND_TRIP: ProbeResult = {
  ...BASE,
  name: 'udp-round-trip',
  title: { en: 'UDP round trip', ko: 'UDP 왕복' },
  figures: [
    {
      name: 'loopback-blocking',
      title: { en: 'loopback, blocking', ko: '루프백, 블로킹' },
      unit: 'ns',
      ...spread(67_270),
    },
    { name: 'loopback-polled', title: { en: 'loopback, polled', ko: '루프백, 폴링' }, unit: 'ns', ...spread(6810) },
  ],
  absent: [
    { name: 'veth-blocking', title: { en: 'veth, blocking', ko: 'veth, 블로킹' }, ...NO_NAMESPACES },
    { name: 'veth-polled', title: { en: 'veth, polled', ko: 'veth, 폴링' }, ...NO_NAMESPACES },
  ],
  sweep: null,
};

/** Two units, of which one cannot be compared with the other. */
export const JITTER: ProbeResult = {
  ...BASE,
  name: 'jitter',
  title: { en: 'Jitter', ko: '지터' },
  waited: 0.58,
  figures: [
    {
      name: 'largest-gap',
      title: { en: 'largest gap in 50 ms', ko: '50 ms 중 가장 큰 틈' },
      unit: 'ns',
      ...spread(44_776),
      note: { en: 'largest of all: 151 µs', ko: '전체에서 가장 큰 틈: 151 µs' },
    },
    { name: 'lost-share', title: { en: 'time lost', ko: '잃은 시간' }, unit: '%', low: 0, median: 0, high: 0.9 },
  ],
  sweep: null,
};

/** Nothing could be measured. */
export const UNSUPPORTED: ProbeResult = {
  ...ROUND_TRIP,
  figures: [],
  unsupported: NO_NAMESPACES,
};

export const PROBE_RESULTS: readonly ProbeResult[] = [CACHE_LEVELS, SEND_BATCH, ROUND_TRIP, JITTER, UNSUPPORTED];
