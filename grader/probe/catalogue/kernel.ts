import type { ProbeInfo } from '../../domain/probe.ts';

/** What the kernel and the clock cost a single thread, and how it is disturbed. */
export const KERNEL_PROBES: readonly ProbeInfo[] = [
  {
    name: 'system-call',
    title: { en: 'System call', ko: '시스템 콜' },
    method: {
      en: 'One thread calls getppid by its number, which does next to nothing in the kernel. What is left is the way in and out. The loop around it is about 1 % and is left in.',
      ko: '스레드 하나가 getppid를 번호로 직접 호출합니다. 커널 안에서 하는 일이 거의 없으므로 커널에 들어갔다 나오는 비용만 남습니다. 반복문의 비용(약 1 %)은 빼지 않았습니다.',
    },
    figures: [{ name: 'getppid', title: { en: 'getppid', ko: 'getppid' }, unit: 'ns' }],
    sweep: null,
  },
  {
    name: 'clock',
    title: { en: 'Reading the clock', ko: '시계 읽기' },
    method: {
      en: 'One thread reads the time over and over: with clock_gettime(CLOCK_MONOTONIC), and with the time-stamp counter alone. Time per read; nothing is taken away.',
      ko: '스레드 하나가 시각을 계속 읽습니다. 한 번은 clock_gettime(CLOCK_MONOTONIC)으로, 한 번은 타임스탬프 카운터(TSC)만 읽습니다. 한 번 읽는 시간이며 아무것도 빼지 않았습니다.',
    },
    figures: [
      { name: 'clock-gettime', title: { en: 'clock_gettime', ko: 'clock_gettime' }, unit: 'ns' },
      { name: 'tsc', title: { en: 'time-stamp counter', ko: '타임스탬프 카운터' }, unit: 'ns' },
    ],
    sweep: null,
  },
  {
    name: 'context-switch',
    title: { en: 'Context switch and wake-up', ko: '문맥 전환과 깨우기' },
    method: {
      en: 'Switch: two threads of one process on one CPU hand a byte to and fro through two pipes. Half a round, and what writing and reading a pipe costs without a switch is taken away. Wake-up: two threads on two CPUs wake each other with a futex; half a round, system call included. Rounds in which nobody fell asleep do not count.',
      ko: '전환: 한 프로세스의 두 스레드가 CPU 하나에서 파이프 두 개로 1바이트를 주고받습니다. 왕복의 절반에서, 전환 없이 파이프에 쓰고 읽는 비용을 뺐습니다. 깨우기: CPU 두 개의 두 스레드가 futex로 서로를 깨웁니다. 왕복의 절반이며 시스템 콜을 포함합니다. 아무도 잠들지 않은 왕복은 세지 않습니다.',
    },
    figures: [
      { name: 'switch', title: { en: 'switch on one CPU', ko: '같은 CPU에서 전환' }, unit: 'ns' },
      { name: 'wake-up', title: { en: 'wake-up on another CPU', ko: '다른 CPU에서 깨우기' }, unit: 'ns' },
    ],
    sweep: null,
  },
  {
    name: 'jitter',
    title: { en: 'Jitter', ko: '지터' },
    method: {
      en: 'One thread does nothing but read the time-stamp counter. When two reads lie far apart, it was not running: an interrupt, another thread, the host. The largest gap in each window of 50 ms, and the share of the time that lies in gaps of more than 1 microsecond. The quartiles are over windows.',
      ko: '스레드 하나가 타임스탬프 카운터만 계속 읽습니다. 두 번의 읽기가 멀리 떨어져 있으면 그동안 실행되지 못한 것입니다. 인터럽트, 다른 스레드, 호스트 때문입니다. 50 ms 구간마다 가장 큰 틈과, 1마이크로초가 넘는 틈에 들어간 시간의 비율을 잽니다. 사분위수는 구간들에서 구했습니다.',
    },
    figures: [
      { name: 'largest-gap', title: { en: 'largest gap in 50 ms', ko: '50 ms 중 가장 큰 틈' }, unit: 'ns' },
      { name: 'lost-share', title: { en: 'time lost', ko: '잃은 시간' }, unit: '%' },
    ],
    sweep: null,
  },
];
