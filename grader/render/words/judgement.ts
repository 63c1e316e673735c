import type { Localized } from '../../domain/language.ts';

export const JUDGEMENT = {
  tooShort: {
    en: 'because the recording ends before there is enough evidence',
    ko: '증거가 충분해지기 전에 기록이 끝납니다',
  },
} satisfies Record<string, Localized<string>>;
