import type { Localized } from '../../../grader/domain/language.ts';

/** What `lab read` prints around a lesson. */
export const READING = {
  minutes: { en: (minutes: number) => `${String(minutes)} min`, ko: (minutes: number) => `${String(minutes)}분` },
  better: {
    en: (titles: string) => `better after: ${titles}`,
    ko: (titles: string) => `먼저 읽으면 좋은 글: ${titles}`,
  },
  afterwards: { en: () => 'After the measurement', ko: () => '측정한 뒤' },
  answers: { en: () => 'Answers', ko: () => '정답과 해설' },
  glossary: { en: () => 'Terms', ko: () => '용어' },
  sources: { en: () => 'Sources', ko: () => '출처' },
  none: { en: () => 'There are no lessons here yet.', ko: () => '아직 강의가 없습니다.' },
  next: {
    en: (slug: string) => `lab read ${slug} prints one; lab start leads through them, with measurements.`,
    ko: (slug: string) => `lab read ${slug}로 하나를 읽고, lab start로 측정하면서 차례로 배웁니다.`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;

export const TRACK_NAMES = {
  beginner: { en: 'beginner', ko: '입문' },
  intermediate: { en: 'intermediate', ko: '중급' },
  advanced: { en: 'advanced', ko: '고급' },
} satisfies Record<string, Localized<string>>;
