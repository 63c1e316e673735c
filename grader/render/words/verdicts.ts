import type { Localized } from '../../domain/language.ts';
import type { Decision } from '../../domain/receipt.ts';
import type { VerdictKind } from '../../domain/verdict.ts';

/** The word that a receipt begins with. */
export const VERDICT_NAMES = {
  passed: { en: 'PASSED', ko: '통과(PASSED)' },
  incorrect: { en: 'INCORRECT', ko: '오답' },
  'too-slow': { en: 'TOO SLOW', ko: '느림' },
  'build-failed': { en: 'BUILD FAILED', ko: '빌드 실패' },
  unchanged: { en: 'UNCHANGED', ko: '변경 없음' },
  inconclusive: { en: 'CANNOT TELL HERE', ko: '여기서는 판단할 수 없음' },
  unsupported: { en: 'NOT POSSIBLE HERE', ko: '여기서는 불가능' },
} satisfies Record<VerdictKind, Localized<string>>;

/** The same in running text and in tables. */
export const VERDICT_WORDS = {
  passed: { en: 'passed', ko: '통과' },
  incorrect: { en: 'incorrect', ko: '오답' },
  'too-slow': { en: 'too slow', ko: '느림' },
  'build-failed': { en: 'build failed', ko: '빌드 실패' },
  unchanged: { en: 'unchanged', ko: '변경 없음' },
  inconclusive: { en: 'cannot tell', ko: '판단할 수 없음' },
  unsupported: { en: 'not possible', ko: '불가' },
} satisfies Record<VerdictKind, Localized<string>>;

/** Where a metric stands, beside its ratio. */
export const DECISION_WORDS = {
  passed: { en: 'above the line', ko: '기준선 위' },
  failed: { en: 'below the line', ko: '기준선 아래' },
  undecided: { en: 'undecided', ko: '미정' },
  'at-the-line': { en: 'at the line', ko: '기준선 부근' },
  'too-noisy': { en: 'too noisy', ko: '잡음이 큼' },
  'control-failed': { en: 'control failed', ko: '대조 실패' },
  interference: { en: 'interference', ko: '간섭' },
  clock: { en: 'clocks differ', ko: '시계 불일치' },
  unresolvable: {
    en: 'not judged: the machine stalls too often',
    ko: '판정 제외: 컴퓨터가 너무 자주 멈춥니다',
  },
} satisfies Record<Decision, Localized<string>>;

/** What each reason that is no failure of the learner means, as the end of "CANNOT TELL HERE  because …". */
export const WHY_NO_VERDICT = {
  'too-noisy': {
    en: 'because this machine was too busy to measure on',
    ko: '측정하기에는 이 컴퓨터가 너무 바쁩니다',
  },
  'at-the-line': {
    en: 'because the code is as fast as the line, give or take 5 %',
    ko: '코드 속도가 기준선과 5 % 안쪽으로 같습니다',
  },
  'control-failed': {
    en: 'because this machine does not tell the naive way from the reference',
    ko: '이 컴퓨터에서는 단순한 풀이와 참조 풀이의 차이가 제대로 나타나지 않습니다',
  },
  clock: {
    en: 'because two clocks of this machine disagree',
    ko: '이 컴퓨터의 두 시계가 서로 맞지 않습니다',
  },
  unresolvable: {
    en: 'because this machine stalls so often that what is judged would be its stalls',
    ko: '이 컴퓨터가 너무 자주 멈춰서 코드가 아니라 멈춤을 재게 됩니다',
  },
  'machine-fault': {
    en: 'because this machine stopped a check, not your code',
    ko: '코드가 아니라 이 컴퓨터 때문에 검사가 멈췄습니다',
  },
  'no-compiler': { en: 'no C++20 compiler was found', ko: 'C++20 컴파일러가 없습니다' },
  'no-two-cores': {
    en: 'speed needs two CPU cores that are free',
    ko: '속도 측정에는 비어 있는 CPU 코어 두 개가 필요합니다',
  },
  'no-address-sanitizer': { en: 'AddressSanitizer does not run here', ko: 'AddressSanitizer가 동작하지 않습니다' },
  'no-thread-sanitizer': { en: 'ThreadSanitizer does not run here', ko: 'ThreadSanitizer가 동작하지 않습니다' },
  'no-network-namespaces': {
    en: 'a network of its own cannot be made here',
    ko: '여기서는 독립된 네트워크를 만들 수 없습니다',
  },
  'no-sandbox': { en: 'programs cannot be sandboxed here', ko: '프로그램을 샌드박스에서 실행할 수 없습니다' },
} satisfies Record<string, Localized<string>>;

export function whyNoVerdict(reason: string): Localized<string> | undefined {
  return Object.hasOwn(WHY_NO_VERDICT, reason) ? WHY_NO_VERDICT[reason as keyof typeof WHY_NO_VERDICT] : undefined;
}

/** What a program did wrong while it was being measured (`measured-…` and `interference`). */
export const MEASURED_FAULTS = {
  'measured-died': { en: 'the program ended while it was measured', ko: '측정 도중 프로그램이 끝났습니다' },
  'measured-timed-out': {
    en: 'the program did not finish while it was measured',
    ko: '측정 도중 프로그램이 제시간에 끝나지 않았습니다',
  },
  'measured-wrong-digest': {
    en: 'while it was measured, other items came out than went in',
    ko: '측정 도중 들어간 것과 다른 항목이 나왔습니다',
  },
  'measured-wrong-count': {
    en: 'while it was measured, not as many items came out as went in',
    ko: '측정 도중 들어간 수와 나온 수가 달랐습니다',
  },
  'measured-forged': {
    en: 'something other than our harness wrote to the result channel',
    ko: '하네스가 아닌 코드가 결과 채널에 썼습니다',
  },
  'measured-wrong-reply': {
    en: 'while it was measured, the program answered something else than it was sent',
    ko: '측정 도중 프로그램이 받은 것과 다른 것을 돌려보냈습니다',
  },
  'measured-no-hello': {
    en: 'the program did not start when it was to be measured',
    ko: '측정할 프로그램이 시작되지 않았습니다',
  },
  interference: {
    en: 'the program used CPU time while it was the turn of the reference',
    ko: '참조 풀이의 차례에 프로그램이 CPU를 썼습니다',
  },
} satisfies Record<string, Localized<string>>;

export function measuredFault(reason: string): Localized<string> | undefined {
  return Object.hasOwn(MEASURED_FAULTS, reason) ? MEASURED_FAULTS[reason as keyof typeof MEASURED_FAULTS] : undefined;
}
