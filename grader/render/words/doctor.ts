import type { Capability } from '../../domain/exercise.ts';
import type { Localized } from '../../domain/language.ts';

export const CAPABILITY_NAMES = {
  compiler: { en: 'C++20 compiler', ko: 'C++20 컴파일러' },
  'two-cores': { en: 'two free cores', ko: '비어 있는 코어 둘' },
  'address-sanitizer': { en: 'AddressSanitizer', ko: 'AddressSanitizer' },
  'thread-sanitizer': { en: 'ThreadSanitizer', ko: 'ThreadSanitizer' },
  sandbox: { en: 'sandbox', ko: '샌드박스' },
  'network-namespaces': { en: 'network namespaces', ko: '네트워크 네임스페이스' },
  dpdk: { en: 'DPDK', ko: 'DPDK' },
} satisfies Record<Capability, Localized<string>>;

export const DOCTOR = {
  allWell: {
    en: () => 'This machine can check every exercise, and time all that are timed.',
    ko: () => '이 컴퓨터에서 모든 실습을 검사하고, 속도를 재는 실습은 모두 잴 수 있습니다.',
  },
  some: {
    en: (checked: number, total: number, fast: number, timed: number) =>
      `This machine can check ${String(checked)} of ${String(total)} exercises, and time ${String(fast)} of the ${String(timed)} that are timed.`,
    ko: (checked: number, total: number, fast: number, timed: number) =>
      `실습 ${String(total)}개 중 ${String(checked)}개를 검사하고, 속도를 재는 ${String(timed)}개 중 ${String(fast)}개를 잴 수 있습니다.`,
  },
  machine: { en: () => 'Machine', ko: () => '컴퓨터' },
  abilities: { en: () => 'What it can do', ko: () => '할 수 있는 것' },
  timing: { en: () => 'Timing', ko: () => '속도 측정' },
  exercises: { en: () => 'Exercises', ko: () => '실습' },
  cores: {
    en: (count: number) => `${String(count)} ${count === 1 ? 'core' : 'cores'}`,
    ko: (count: number) => `코어 ${String(count)}개`,
  },
  virtual: { en: () => 'virtual', ko: () => '가상 머신' },
  limitsOnly: { en: () => 'limits only, no namespaces', ko: () => '네임스페이스 없이 자원 제한만' },
  fix: { en: (text: string) => `Fix: ${text}`, ko: (text: string) => `해결: ${text}` },
  cpus: {
    en: (list: string, why: string) => `CPUs ${list}: ${why}`,
    ko: (list: string, why: string) => `CPU ${list}: ${why}`,
  },
  notTimed: {
    en: (why: string) => `Nothing can be timed: ${why}`,
    ko: (why: string) => `속도를 잴 수 없습니다: ${why}`,
  },
  ratio: {
    en: (ratio: string, low: string, high: string) =>
      `The reference against itself: ${ratio} (${low} to ${high}), where 1.00 is no noise`,
    ko: (ratio: string, low: string, high: string) =>
      `참조 풀이를 자신과 비교: ${ratio} (${low}~${high}), 잡음이 없으면 1.00`,
  },
  tooBusy: {
    en: () => 'The machine is too busy now: no round of the reference against itself was left undisturbed',
    ko: () => '지금은 컴퓨터가 너무 바쁩니다: 참조 풀이를 자신과 비교한 측정이 모두 방해를 받았습니다',
  },
  over: {
    en: (blocks: number, seconds: string) => `${String(blocks)} rounds in ${seconds}`,
    ko: (blocks: number, seconds: string) => `${seconds} 동안 ${String(blocks)}번`,
  },
  shares: {
    en: (neighbours: string, hypervisor: string, interrupts: string) =>
      `Other programs ${neighbours}, other virtual machines ${hypervisor}, ${interrupts} interrupts a second`,
    ko: (neighbours: string, hypervisor: string, interrupts: string) =>
      `다른 프로그램 ${neighbours}, 다른 가상 머신 ${hypervisor}, 초당 인터럽트 ${interrupts}번`,
  },
  correctness: { en: () => 'checks', ko: () => '검사' },
  speed: { en: () => 'speed', ko: () => '속도' },
  about: { en: (seconds: string) => `about ${seconds}`, ko: (seconds: string) => `약 ${seconds}` },
  lacking: { en: (names: string) => `needs ${names}`, ko: (names: string) => `필요: ${names}` },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;
