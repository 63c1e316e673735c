import type { GradeEvent } from '../../domain/events.ts';
import type { Localized } from '../../domain/language.ts';

export type StageName = Extract<GradeEvent, { kind: 'stage' }>['stage'];

export const STAGES = {
  preparing: { en: 'Preparing', ko: '준비하는 중' },
  building: { en: 'Compiling the checks', ko: '검사를 컴파일하는 중' },
  checking: { en: 'Checking', ko: '검사하는 중' },
  measuring: { en: 'Measuring beside the reference', ko: '참조 풀이와 나란히 재는 중' },
} satisfies Record<StageName, Localized<string>>;

export const PROGRESS = {
  measuring: { en: () => 'Measuring', ko: () => '재는 중' },
  steps: {
    en: (done: number, total: number) => `${String(done)} of ${String(total)} steps`,
    ko: (done: number, total: number) => `${String(total)}단계 중 ${String(done)}`,
  },
  failed: {
    en: (count: number) => `${String(count)} failed`,
    ko: (count: number) => `${String(count)}개 실패`,
  },
  round: {
    en: (round: number) => `round ${String(round)}`,
    ko: (round: number) => `${String(round)}번째`,
  },
  seconds: {
    en: (seconds: string, cap: string) => `${seconds} of at most ${cap}`,
    ko: (seconds: string, cap: string) => `${seconds} / 최대 ${cap}`,
  },
  line: { en: (ratio: string) => `line ${ratio}`, ko: (ratio: string) => `기준선 ${ratio}` },
  moreMetrics: {
    en: (count: number) => `and ${String(count)} more`,
    ko: (count: number) => `외 ${String(count)}개`,
  },
  waiting: {
    en: (holder: string) => `Waiting for another measurement to end: ${holder}`,
    ko: (holder: string) => `다른 측정이 끝나기를 기다리는 중: ${holder}`,
  },
  warning: {
    en: (text: string) => `Warning: ${text}`,
    ko: (text: string) => `주의: ${text}`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;
