import type { BuildProfile } from '../../domain/exercise.ts';
import type { Localized } from '../../domain/language.ts';
import type { Role } from '../../domain/rounds.ts';

export const CHECKS = {
  passed: {
    en: (count: number) => `${String(count)} ${count === 1 ? 'check' : 'checks'} passed`,
    ko: (count: number) => `검사 ${String(count)}개 통과`,
  },
  skipped: {
    en: (count: number) => `${String(count)} skipped`,
    ko: (count: number) => `${String(count)}개 건너뜀`,
  },
  unjudged: {
    en: (count: number) => `${String(count)} could not be judged here`,
    ko: (count: number) => `${String(count)}개는 여기서 판정할 수 없음`,
  },
  linesLeftOut: {
    en: (count: number) => `${String(count)} more ${count === 1 ? 'line' : 'lines'} (--json has all)`,
    ko: (count: number) => `${String(count)}줄 생략 (--json에 전부 있습니다)`,
  },
  momentsLeftOut: {
    en: (count: number) => `${String(count)} earlier ${count === 1 ? 'moment' : 'moments'} (--json has all)`,
    ko: (count: number) => `앞선 장면 ${String(count)}개 생략 (--json에 전부 있습니다)`,
  },
  alsoFailed: {
    en: (names: string) => `Also failed: ${names}`,
    ko: (names: string) => `그 밖의 실패: ${names}`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;

/** What a step was compiled for, beside its title. */
export const PROFILE_NAMES = {
  address: { en: 'with AddressSanitizer', ko: 'AddressSanitizer' },
  thread: { en: 'with ThreadSanitizer', ko: 'ThreadSanitizer' },
  simulated: { en: 'on the simulated machine', ko: '시뮬레이션한 기계' },
  optimized: { en: 'optimized', ko: '최적화 빌드' },
} satisfies Record<BuildProfile, Localized<string>>;

export const ADVICE_TOPICS = {
  transfers: { en: 'cache lines', ko: '캐시 라인' },
  layout: { en: 'layout', ko: '메모리 배치' },
  compiler: { en: 'compiler', ko: '컴파일러' },
  generator: { en: 'generator', ko: '부하 생성기' },
  'real-forwarder': { en: 'real forwarder', ko: '진짜 포워더' },
} satisfies Record<string, Localized<string>>;

export const METRICS = {
  toTheReference: {
    en: (ratio: string) => `${ratio} the reference`,
    ko: (ratio: string) => `참조 풀이의 ${ratio}`,
  },
  interval: {
    en: (low: string, high: string) => `(${low} to ${high})`,
    ko: (low: string, high: string) => `(${low}~${high})`,
  },
  rounds: {
    en: (won: number, lost: number) => `${String(won)} won, ${String(lost)} lost`,
    ko: (won: number, lost: number) => `${String(won)}승 ${String(lost)}패`,
  },
  /** Rounds in the dead band count for neither side. */
  roundsOf: {
    en: (total: number) => ` of ${String(total)}`,
    ko: (total: number) => ` / ${String(total)}`,
  },
  notMeasured: { en: () => 'not measured', ko: () => '측정하지 않음' },
  distribution: {
    en: (title: string) => `${title}, item by item (shown, not judged)`,
    ko: (title: string) => `${title}, 항목별 (참고용, 판정과 무관)`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;

export const COUNTS = {
  figure: {
    en: (yours: string, unit: string, line: string) => `${yours} ${unit}, at most ${line}`,
    ko: (yours: string, unit: string, line: string) => `${yours} ${unit}, ${line} 이하`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;

/** CPU time under three loads. */
export const LOADS = {
  title: {
    en: 'CPU time per million datagrams, and p50 / p99, at three loads (not judged)',
    ko: '세 가지 부하에서 백만 개당 CPU 시간과 p50 / p99 (참고용, 판정과 무관)',
  },
} satisfies Record<string, Localized<string>>;

/** What packets went over: a figure means nothing without it. */
export const DEVICES: Readonly<Record<string, Localized<string>>> = {
  veth: {
    en: 'Over a veth pair: the whole network stack, without a card.',
    ko: 'veth로 쟀습니다. 네트워크 스택은 모두 거치고, 카드는 없습니다.',
  },
  loopback: {
    en: 'Over loopback: this system makes no veth pair.',
    ko: 'loopback으로 쟀습니다. 이 시스템에서는 veth를 만들 수 없습니다.',
  },
  memif: {
    en: 'On memif: packets in shared memory, without the kernel and without a card.',
    ko: 'memif로 쟀습니다. 패킷은 공유 메모리로 오가고, 커널과 카드는 거치지 않습니다.',
  },
  'veth-packet': {
    en: 'On veth, through packet sockets: the kernel is between the ports, and no card.',
    ko: 'veth와 패킷 소켓으로 쟀습니다. 포트 사이에 커널이 있고, 카드는 없습니다.',
  },
  'veth-xdp': {
    en: 'On veth, through AF_XDP sockets: the kernel’s drivers are between the ports, and no card.',
    ko: 'veth와 AF_XDP 소켓으로 쟀습니다. 포트 사이에 커널의 드라이버가 있고, 카드는 없습니다.',
  },
  nic: {
    en: 'On the network ports that testbed.json names.',
    ko: 'testbed.json이 정한 네트워크 포트로 쟀습니다.',
  },
};

/** The four marks of the ruler. */
export const MARKS = {
  learner: { en: 'you', ko: '나' },
  reference: { en: 'reference', ko: '참조' },
  naive: { en: 'naive', ko: '단순' },
  line: { en: 'line', ko: '기준선' },
} satisfies Record<Role | 'line', Localized<string>>;

export const NOTES = {
  stored: {
    en: 'Stored: this very code was measured here before, and its verdict stands.',
    ko: '저장된 결과: 같은 코드를 여기서 잰 적이 있고, 그 판정이 유지됩니다.',
  },
  limitsOnly: {
    en: 'Ran with limits only: this system does not let the lab make namespaces.',
    ko: '자원 제한만 걸고 실행했습니다. 이 시스템에서는 네임스페이스를 만들 수 없습니다.',
  },
} satisfies Record<string, Localized<string>>;

export const NEXT = {
  label: { en: 'Next:', ko: '다음:' },
  hintCorrect: { en: 'a nudge, not the answer', ko: '답이 아닌 실마리를 봅니다' },
  hintFaster: { en: 'an idea for more speed', ko: '더 빠르게 할 실마리를 봅니다' },
  solution: { en: 'shows how others do it', ko: '다른 사람의 풀이를 봅니다' },
  measure: { en: 'measures its speed', ko: '속도를 잽니다' },
  keepMeasuring: { en: 'adds to the evidence', ko: '측정을 더해 판정합니다' },
  findTodo: { en: 'look for TODO(you)', ko: 'TODO(you)를 채우세요' },
  doctor: { en: 'says what to fix on this machine', ko: '이 컴퓨터에서 고칠 점을 알려 줍니다' },
} satisfies Record<string, Localized<string>>;

export const EDIT: Localized<(file: string) => string> = {
  en: (file) => `edit ${file}`,
  ko: (file) => `${file} 편집`,
};

/** What an edit is followed by. */
export const THEN_GRADE: Localized<(id: string) => string> = {
  en: (id) => `then lab grade ${id}`,
  ko: (id) => `고친 뒤 lab grade ${id}`,
};

/** What the judge's numbers say beyond its reason; made from the metrics, so that it is said in both languages. */
export const STANDING = {
  atTheLine: {
    en: (title: string, times: string, rounds: number) => `${title}: ${times} the line after ${String(rounds)} rounds`,
    ko: (title: string, times: string, rounds: number) => `${title}: ${String(rounds)}번 잰 결과 기준선의 ${times}`,
  },
  control: {
    en: (title: string, share: string) => `${title}: only ${share} of the known distance between naive and reference`,
    ko: (title: string, share: string) => `${title}: 단순한 풀이와 참조 풀이 사이 알려진 차이의 ${share}만 나타납니다`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;

/** Titles for what happens to a check program when none of its steps is running. */
export const OUTSIDE_THE_STEPS = {
  'before-the-steps': { en: 'Before the first check', ko: '첫 검사 이전' },
  'after-the-steps': { en: 'After the last check', ko: '마지막 검사 이후' },
} satisfies Record<string, Localized<string>>;
