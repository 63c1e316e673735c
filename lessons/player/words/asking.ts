import type { Localized } from '../../../grader/domain/language.ts';

/** Questions to the reader. */
export const ASKING = {
  guess: {
    en: (unit: string) => `Your guess in ${unit} (Enter alone: just measure)`,
    ko: (unit: string) => `예측값, ${unit} 단위 (그냥 Enter를 누르면 측정만 합니다)`,
  },
  noNumber: {
    en: (unit: string) => `A number above 0, in ${unit}. Other units may be named: 1.2 us`,
    ko: (unit: string) => `0보다 큰 수를 ${unit} 단위로 적어 주세요. 다른 단위는 이렇게 씁니다: 1.2 us`,
  },
  choose: { en: () => 'Your answer', ko: () => '답을 고르세요' },
  several: {
    en: () => 'Your answers (space marks, Enter is done)',
    ko: () => '답을 모두 고르세요 (스페이스로 표시, Enter로 완료)',
  },
  command: { en: () => 'Run this? Change it as you like.', ko: () => '실행할까요? 고쳐도 됩니다.' },
  search: { en: () => 'Search', ko: () => '찾기' },
  reset: {
    en: (id: string) => `Put ${id} back to the starter? A backup is kept.`,
    ko: (id: string) => `${id}: 시작 파일로 되돌릴까요? (백업은 남습니다)`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;
