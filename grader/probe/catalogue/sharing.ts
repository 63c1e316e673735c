import type { ProbeInfo } from '../../domain/probe.ts';

const PER_INCREMENT = { en: 'per increment', ko: '증가 1회당' };
const PER_OPERATION = { en: 'per operation', ko: '연산당' };

/** What two cores cost each other. */
export const SHARING_PROBES: readonly ProbeInfo[] = [
  {
    name: 'cache-line-transfer',
    title: { en: 'Cache line from core to core', ko: '코어 사이의 캐시 라인' },
    method: {
      en: 'Two threads on two cores write the next number into one cache line in turn, each as soon as it sees the number of the other. Half a round: from the write of one core until the other has seen it and can answer.',
      ko: '코어 두 개의 두 스레드가 캐시 라인 하나에 번갈아 다음 수를 씁니다. 상대의 수가 보이면 바로 씁니다. 왕복의 절반, 곧 한 코어가 쓴 때부터 다른 코어가 보고 답할 수 있을 때까지의 시간입니다.',
    },
    figures: [{ name: 'one-way', title: { en: 'one way', ko: '한쪽 방향' }, unit: 'ns' }],
    sweep: null,
  },
  {
    name: 'false-sharing',
    title: { en: 'False sharing', ko: '거짓 공유' },
    method: {
      en: 'Two threads on two cores each increment a counter of their own (load, add, store); only the distance between the counters changes. Repetitions in which the other thread was not running do not count.',
      ko: '코어 두 개의 두 스레드가 각자 자기 카운터를 증가시킵니다(로드, 더하기, 저장). 두 카운터 사이의 거리만 바뀝니다. 상대 스레드가 실행되지 않은 반복은 세지 않습니다.',
    },
    figures: [
      { name: 'same-line', title: { en: 'same line', ko: '같은 라인' }, unit: 'ns', per: PER_INCREMENT },
      { name: 'padded', title: { en: '256 bytes apart', ko: '256바이트 떨어져' }, unit: 'ns', per: PER_INCREMENT },
    ],
    sweep: {
      x: { name: 'distance', title: { en: 'distance', ko: '거리' }, unit: 'bytes' },
      unit: 'ns',
      per: PER_INCREMENT,
      series: { increment: { en: 'increment', ko: '증가' } },
    },
  },
  {
    name: 'mutex',
    title: { en: 'Mutex and atomic', ko: '뮤텍스와 원자적 연산' },
    method: {
      en: 'Adding one to a counter, under a std::mutex and with one atomic fetch_add: by one thread alone, and by two threads on two cores at once. Contended figures are the time that passes for each operation that either of the two completes.',
      ko: '카운터에 1을 더합니다. std::mutex를 잡고 더할 때와 원자적 fetch_add 하나로 더할 때를, 스레드 하나일 때와 코어 두 개의 두 스레드가 함께 할 때 잽니다. 경쟁이 있는 값은 두 스레드 중 어느 쪽이든 연산 하나를 마치는 데 걸린 시간입니다.',
    },
    figures: [
      { name: 'mutex-uncontended', title: { en: 'mutex, alone', ko: '뮤텍스, 혼자' }, unit: 'ns', per: PER_OPERATION },
      {
        name: 'mutex-contended',
        title: { en: 'mutex, contended', ko: '뮤텍스, 경쟁' },
        unit: 'ns',
        per: PER_OPERATION,
      },
      {
        name: 'atomic-uncontended',
        title: { en: 'atomic, alone', ko: '원자적, 혼자' },
        unit: 'ns',
        per: PER_OPERATION,
      },
      {
        name: 'atomic-contended',
        title: { en: 'atomic, contended', ko: '원자적, 경쟁' },
        unit: 'ns',
        per: PER_OPERATION,
      },
    ],
    sweep: null,
  },
];
