import type { ProbeInfo } from '../../domain/probe.ts';

const PER_LOAD = { en: 'per load', ko: '로드당' };
const PER_PAGE = { en: 'per page', ko: '페이지당' };

/** Caches, memory, pages. */
export const MEMORY_PROBES: readonly ProbeInfo[] = [
  {
    name: 'cache-levels',
    title: { en: 'Cache levels', ko: '캐시 계층' },
    method: {
      en: 'Pointers, one in each cache line, linked in random order into one ring: each load waits for the one before, and no prefetcher can guess. The ring of a level fits well into it, and not into the one before.',
      ko: '캐시 라인마다 하나씩 둔 포인터를 무작위 순서의 고리로 이어 따라갑니다. 로드는 앞의 로드를 기다리고 프리페처는 짐작할 수 없습니다. 고리는 그 계층에 넉넉히 들어가고 앞 계층에는 들어가지 않습니다.',
    },
    figures: [
      { name: 'l1', title: { en: 'L1 cache', ko: 'L1 캐시' }, unit: 'ns', per: PER_LOAD },
      { name: 'l2', title: { en: 'L2 cache', ko: 'L2 캐시' }, unit: 'ns', per: PER_LOAD },
      { name: 'l3', title: { en: 'L3 cache', ko: 'L3 캐시' }, unit: 'ns', per: PER_LOAD },
      { name: 'memory', title: { en: 'memory', ko: '메모리' }, unit: 'ns', per: PER_LOAD },
    ],
    sweep: {
      x: { name: 'working-set', title: { en: 'working set', ko: '작업 집합' }, unit: 'KiB' },
      unit: 'ns',
      per: PER_LOAD,
      series: { load: { en: 'dependent load', ko: '의존하는 로드' } },
    },
  },
  {
    name: 'page-fault',
    title: { en: 'First touch of a page', ko: '페이지 첫 접근' },
    method: {
      en: 'One thread maps new memory and writes one byte to each page: the kernel has to find a page, clear it and map it. Mapping and unmapping are not timed. Huge pages come from the pool (hugetlb) where it has some, else as transparent huge pages, and count only where they really came.',
      ko: '스레드 하나가 새 메모리를 매핑하고 페이지마다 1바이트를 씁니다. 커널은 페이지를 찾아 지우고 매핑해야 합니다. 매핑과 해제는 재지 않습니다. 큰 페이지는 풀(hugetlb)에 있으면 거기서, 없으면 투명한 큰 페이지(THP)로 얻고, 정말로 받은 것만 셉니다.',
    },
    figures: [
      { name: 'first-touch-4k', title: { en: '4 KiB page', ko: '4 KiB 페이지' }, unit: 'ns', per: PER_PAGE },
      { name: 'first-touch-2m', title: { en: '2 MiB page', ko: '2 MiB 페이지' }, unit: 'ns', per: PER_PAGE },
    ],
    sweep: null,
  },
  {
    name: 'huge-pages',
    title: { en: 'Huge pages', ko: '큰 페이지' },
    method: {
      en: 'One thread loads from random places of a large array, each address depending on the load before. The array lies once in 4 KiB pages and once in 2 MiB pages, and the two take turns. Cache misses are the same in both; what differs is the walk when the TLB does not know a page. Making the address takes about 2 ns and is left in.',
      ko: '스레드 하나가 큰 배열의 무작위 위치를 읽고, 다음 주소는 앞의 로드에 달려 있습니다. 배열을 한 번은 4 KiB 페이지에, 한 번은 2 MiB 페이지에 두고 번갈아 잽니다. 캐시 미스는 같고, TLB가 페이지를 모를 때 페이지 테이블을 찾는 비용만 다릅니다. 주소를 만드는 약 2 ns는 빼지 않았습니다.',
    },
    figures: [
      { name: 'random-4k', title: { en: '4 KiB pages', ko: '4 KiB 페이지' }, unit: 'ns', per: PER_LOAD },
      { name: 'random-2m', title: { en: '2 MiB pages', ko: '2 MiB 페이지' }, unit: 'ns', per: PER_LOAD },
    ],
    sweep: null,
  },
  {
    name: 'copy-bandwidth',
    title: { en: 'Copy bandwidth', ko: '복사 대역폭' },
    method: {
      en: 'memcpy of a block, again and again between the same two places. Each byte counts once, although it is read and written. L1: a quarter of that cache. Memory: twice the last-level cache.',
      ko: 'memcpy로 블록을 같은 두 자리 사이에서 계속 복사합니다. 읽고 쓰지만 바이트는 한 번만 셉니다. 블록 크기는 L1이 그 캐시의 4분의 1, 메모리가 마지막 계층 캐시의 두 배입니다.',
    },
    figures: [
      { name: 'l1', title: { en: 'within L1', ko: 'L1 안에서' }, unit: 'GB/s' },
      { name: 'memory', title: { en: 'within memory', ko: '메모리에서' }, unit: 'GB/s' },
    ],
    sweep: {
      x: { name: 'block', title: { en: 'block', ko: '블록' }, unit: 'KiB' },
      unit: 'GB/s',
      series: { copy: { en: 'memcpy', ko: 'memcpy' } },
    },
  },
];
