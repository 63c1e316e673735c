import type { Localized } from '../../domain/language.ts';

export const FAULTS = {
  ours: {
    en: (message: string) => `something went wrong inside the lab: ${message}`,
    ko: (message: string) => `실습 도구 안에서 문제가 생겼습니다: ${message}`,
  },
  notYours: {
    en: () => 'This is our fault, not yours.',
    ko: () => '저희 쪽 잘못이며, 사용자의 잘못이 아닙니다.',
  },
  report: {
    en: (log: string) => `Please report it with the log: ${log}`,
    ko: (log: string) => `다음 로그와 함께 알려 주세요: ${log}`,
  },
  reportOnly: {
    en: () => 'Please report it; the log could not be written.',
    ko: () => '알려 주세요. 로그는 쓸 수 없었습니다.',
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;
