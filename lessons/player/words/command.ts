import type { Localized } from '../../../grader/domain/language.ts';

/** How a command ended that the reader tried. */
export const COMMAND = {
  exited: {
    en: (code: number, seconds: string) => `exit code ${String(code)}, ${seconds} s`,
    ko: (code: number, seconds: string) => `종료 코드 ${String(code)}, ${seconds}초`,
  },
  signalled: { en: (signal: string) => `ended by ${signal}`, ko: (signal: string) => `${signal} 신호로 끝남` },
  timedOut: {
    en: (seconds: number) => `ended after ${String(seconds)} s: it would have gone on`,
    ko: (seconds: number) => `${String(seconds)}초가 지나 끝냈습니다`,
  },
  flooded: { en: () => 'ended: it printed without end', ko: () => '출력이 끝없이 이어져 끝냈습니다' },
  cancelled: { en: () => 'stopped', ko: () => '멈췄습니다' },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;
