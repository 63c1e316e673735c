import type { Localized } from '../../domain/language.ts';

export const ROADMAP = {
  title: { en: () => 'Your way through the lab', ko: () => '실습 로드맵' },
  done: {
    en: (done: number, total: number) => `${String(done)} of ${String(total)} done`,
    ko: (done: number, total: number) => `${String(total)}개 중 ${String(done)}개 완료`,
  },
  minutes: {
    en: (minutes: number) => `${String(minutes)} min`,
    ko: (minutes: number) => `${String(minutes)}분`,
  },
  attempts: {
    en: (count: number) => `${String(count)} ${count === 1 ? 'attempt' : 'attempts'}`,
    ko: (count: number) => `시도 ${String(count)}회`,
  },
  hints: {
    en: (level: number) => `hint ${String(level)} of 3 read`,
    ko: (level: number) => `힌트 3단계 중 ${String(level)}단계까지 봄`,
  },
  better: {
    en: (ids: string) => `better after ${ids}`,
    ko: (ids: string) => `먼저 하면 좋은 실습: ${ids}`,
  },
  last: { en: (verdict: string) => `last: ${verdict}`, ko: (verdict: string) => `최근: ${verdict}` },
  nothing: { en: () => 'There are no exercises here yet.', ko: () => '아직 실습이 없습니다.' },
  allDone: {
    en: () => 'You have passed every exercise. Well done: that was real work.',
    ko: () => '모든 실습을 통과했습니다. 수고하셨습니다. 쉽지 않은 일이었습니다.',
  },
  allDoneNext: { en: () => 'shows how others did them', ko: () => '다른 사람의 풀이를 봅니다' },
  task: { en: () => 'Task', ko: () => '과제' },
  file: { en: () => 'File', ko: () => '파일' },
  begin: { en: () => 'when you have edited the file', ko: () => '파일을 고친 뒤 채점합니다' },
  goOn: { en: () => 'grades what you have so far', ko: () => '지금까지의 코드를 채점합니다' },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;
