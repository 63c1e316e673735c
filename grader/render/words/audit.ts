import type { Localized } from '../../domain/language.ts';

export const AUDIT = {
  promised: {
    en: (expected: string) => `promised ${expected}`,
    ko: (expected: string) => `약속은 ${expected}`,
  },
  again: { en: () => 'asked twice', ko: () => '두 번 확인' },
  headroom: {
    en: (ratio: string) => `${ratio} the line`,
    ko: (ratio: string) => `기준선의 ${ratio}`,
  },
  allKept: {
    en: (count: number) => `All ${String(count)} answers got the verdict they were promised.`,
    ko: (count: number) => `답안 ${String(count)}개 모두 약속한 판정을 받았습니다.`,
  },
  contradictions: {
    en: (count: number, total: number) =>
      `${String(count)} of ${String(total)} answers got another verdict than promised: the exercise must not ship.`,
    ko: (count: number, total: number) =>
      `답안 ${String(total)}개 중 ${String(count)}개의 판정이 약속과 다릅니다. 이 실습은 배포할 수 없습니다.`,
  },
  inconclusive: {
    en: (count: number) => `${String(count)} could not be told on this machine; that proves nothing either way.`,
    ko: (count: number) => `${String(count)}개는 이 컴퓨터에서 판정할 수 없었습니다. 어느 쪽도 증명되지 않습니다.`,
  },
  wavering: {
    en: (count: number) => `${String(count)} got two verdicts when asked twice: look at what they depend on.`,
    ko: (count: number) => `${String(count)}개는 두 번 물었을 때 판정이 달랐습니다. 무엇에 달렸는지 살펴보세요.`,
  },
  wavered: {
    en: (first: string, second: string) => `first ${first}, then ${second}`,
    ko: (first: string, second: string) => `처음에는 ${first}, 다음에는 ${second}`,
  },
  nothing: { en: () => 'There was nothing to audit.', ko: () => '감사할 답안이 없습니다.' },
  wrongVerdict: {
    en: (expected: string, got: string) => `promised ${expected}, got ${got}`,
    ko: (expected: string, got: string) => `약속은 ${expected}, 결과는 ${got}`,
  },
  noHeadroom: {
    en: (ratio: string) => `${ratio} the line: too close to it to ship (at least 1.15 is needed)`,
    ko: (ratio: string) => `기준선의 ${ratio}: 너무 가까워 배포할 수 없습니다 (1.15 이상이어야 합니다)`,
  },
  misstated: {
    en: (name: string, stated: string, counted: string) =>
      `${name}: exercise.json says ${stated}, and ${counted} was counted`,
    ko: (name: string, stated: string, counted: string) =>
      `${name}: exercise.json에는 ${stated}, 실제로 센 값은 ${counted}`,
  },
  gotIn: { en: (seconds: string) => `Done in ${seconds}.`, ko: (seconds: string) => `${seconds} 걸렸습니다.` },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;
