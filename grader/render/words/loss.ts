import type { Localized } from '../../domain/language.ts';
import type { Decision } from '../../domain/receipt.ts';

/** Loss at a share of the rate that the reference carries. */
export const LOSS = {
  loses: {
    en: (lost: string, rate: string, share: string) =>
      `loses ${lost} at ${rate} a second (${share} of the reference's)`,
    ko: (lost: string, rate: string, share: string) =>
      `초당 ${rate}개에서 손실 ${lost} (참조 풀이가 나르는 양의 ${share})`,
  },
  trials: {
    en: (learner: string, reference: string, naive: string) =>
      `trials without loss: you ${learner}, reference ${reference}, naive ${naive}`,
    ko: (learner: string, reference: string, naive: string) =>
      `손실 없는 시도: 나 ${learner}, 참조 ${reference}, 단순 ${naive}`,
  },
  decided: {
    passed: { en: 'passed', ko: '통과' },
    failed: { en: 'too much', ko: '너무 많음' },
  },
  undecided: {
    unresolvable: {
      en: 'not judged: this machine does not show it',
      ko: '판정 제외: 이 컴퓨터에서는 드러나지 않습니다',
    },
  } satisfies Partial<Record<Decision, Localized<string>>> as Partial<Record<Decision, Localized<string>>>,
};
