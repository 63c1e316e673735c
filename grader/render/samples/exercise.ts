import type { Exercise, ExerciseId } from '../../domain/exercise.ts';

/** Made-up results for this room's tests: no program ran, and the numbers are nobody's. The texts are like real ones. */
export const RING_EXERCISE: Exercise = {
  id: 'ring/spsc' as ExerciseId,
  order: '010.010',
  version: '0',
  folder: '/lab/exercises/010-ring/010-spsc',
  solutions: '/lab/solutions/010-ring/010-spsc',
  title: {
    en: 'A ring for two threads',
    ko: '두 스레드를 잇는 링 버퍼',
  },
  summary: {
    en: 'Hand items from one thread to another without locks, and without fighting over cache lines.',
    ko: '락 없이, 캐시 라인을 다투지 않고 한 스레드에서 다른 스레드로 항목을 넘깁니다.',
  },
  concepts: ['acquire and release', 'cache lines', 'false sharing', 'batching'],
  requires: {
    correctness: ['compiler', 'address-sanitizer', 'thread-sanitizer'],
    speed: ['two-cores'],
  },
  after: [],
  minutes: 60,
  testbed: 'inprocess',
  packages: [],
  files: ['spsc_ring.hpp'],
  checks: [
    {
      source: 'check/behaviour.cc',
      profile: 'address',
      seconds: 15,
    },
    {
      source: 'check/threads.cc',
      profile: 'thread',
      seconds: 20,
    },
    {
      source: 'check/stress.cc',
      profile: 'optimized',
      seconds: 20,
    },
  ],
  steps: {
    'one-item': {
      en: 'One item goes in and comes out',
      ko: '항목 하나가 들어가고 나옵니다',
    },
    boundaries: {
      en: 'Full and empty at capacities 1, 2, 4 and 1024',
      ko: '용량 1, 2, 4, 1024에서 가득 찬 상태와 빈 상태',
    },
    bulk: {
      en: 'Bulk calls: partial success, across the end of the array',
      ko: '묶음 호출: 일부만 성공할 때, 배열 끝을 넘어갈 때',
    },
    'index-wrap': {
      en: 'Indices across the wrap of an integer',
      ko: '정수가 한 바퀴 도는 지점의 인덱스',
    },
    sequences: {
      en: 'Every short sequence of calls, and long random ones',
      ko: '짧은 호출 순서 전부와 긴 무작위 순서',
    },
    lifetimes: {
      en: 'Elements begin and end their lives exactly once',
      ko: '원소의 생성과 소멸은 정확히 한 번씩',
    },
    allocation: {
      en: 'No allocation after construction',
      ko: '생성 이후에는 메모리를 할당하지 않습니다',
    },
    'race-single': {
      en: 'Two threads, item by item: no data race',
      ko: '두 스레드, 한 항목씩: 데이터 경쟁 없음',
    },
    'race-bulk': {
      en: 'Two threads, bulk calls: no data race',
      ko: '두 스레드, 묶음 호출: 데이터 경쟁 없음',
    },
    'race-mixed': {
      en: 'Two threads, single and bulk calls mixed: no data race',
      ko: '두 스레드, 단일·묶음 호출 혼합: 데이터 경쟁 없음',
    },
    'race-benchmark': {
      en: "Two threads at the benchmark's size: no data race",
      ko: '벤치마크 크기에서 두 스레드: 데이터 경쟁 없음',
    },
    'benchmark-boundaries': {
      en: "Full and empty, optimized, at the benchmark's size",
      ko: '최적화 빌드, 벤치마크 크기에서 가득 찬 상태와 빈 상태',
    },
    'order-under-load': {
      en: 'Nothing lost, repeated or swapped under load',
      ko: '부하가 걸려도 잃거나 겹치거나 뒤바뀌지 않습니다',
    },
    'never-torn': {
      en: '64-byte elements never arrive in two halves',
      ko: '64바이트 원소가 반쪽으로 도착하지 않습니다',
    },
    'one-cpu': {
      en: 'Both threads on one CPU still finish',
      ko: '두 스레드가 CPU 하나를 나눠 써도 끝납니다',
    },
  },
  counts: [
    {
      name: 'transfers',
      title: { en: 'Cache lines moved', ko: '옮겨진 캐시 라인' },
      unit: 'transfers/item',
      line: 1.9,
      reference: 1.1,
      naive: 5.7,
    },
  ],
  arm: 'check/arm.cc',
  metrics: [
    {
      name: 'throughput',
      title: {
        en: 'Throughput',
        ko: '처리량',
      },
      workload: 0,
      unit: 'items/s',
      clock: 'wall',
      line: 0.45,
      naive: 0.1,
      deadBand: 0.02,
      distribution: false,
    },
    {
      name: 'round-trip',
      title: {
        en: 'Round trip over two rings',
        ko: '링 두 개의 왕복',
      },
      workload: 1,
      unit: 'ns',
      clock: 'wall',
      line: 0.5,
      naive: 0.1,
      deadBand: 0.02,
      distribution: true,
    },
    {
      name: 'bulk',
      title: {
        en: 'Throughput in bursts of 32',
        ko: '32개씩 묶은 처리량',
      },
      workload: 2,
      unit: 'items/s',
      clock: 'wall',
      line: 0.45,
      naive: 0.13,
      deadBand: 0.02,
      distribution: false,
    },
  ],
};
