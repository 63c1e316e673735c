import type { Localized } from '../../../grader/domain/language.ts';

/** The names of the interactive blocks, above each. */
export const KINDS = {
  predict: { en: 'Predict', ko: '예측' },
  measure: { en: 'Measure', ko: '측정' },
  quiz: { en: 'Question', ko: '퀴즈' },
  step: { en: 'Step', ko: '해 보기' },
  try: { en: 'Try it', ko: '실행해 보기' },
  exercise: { en: 'Exercise', ko: '실습' },
} satisfies Record<string, Localized<string>>;

export const PREDICT = {
  answerIn: {
    en: (unit: string) => `Your guess, in ${unit}. The machine answers right after it.`,
    ko: (unit: string) => `예측값을 ${unit} 단위로 적어 보세요. 바로 이 컴퓨터에서 측정합니다.`,
  },
  guess: { en: () => 'you', ko: () => '예측' },
  measured: { en: () => 'measured', ko: () => '측정' },
  claim: { en: () => 'textbook', ko: () => '문헌' },
  source: {
    en: (text: string) => `Textbook: ${text}`,
    ko: (text: string) => `문헌: ${text}`,
  },
  here: {
    en: (value: string, low: string, high: string) =>
      `Measured here: ${value} (half of all samples: ${low} to ${high}).`,
    ko: (value: string, low: string, high: string) => `여기서 측정한 값: ${value} (표본의 절반: ${low}~${high}).`,
  },
  close: {
    en: (guess: string) => `You said ${guess}. That is close.`,
    ko: (guess: string) => `예측은 ${guess}였습니다. 거의 맞혔습니다.`,
  },
  off: {
    en: (guess: string, factor: string, high: boolean) => `You said ${guess}: ${factor} too ${high ? 'high' : 'low'}.`,
    ko: (guess: string, factor: string, high: boolean) =>
      `예측은 ${guess}, 실제보다 ${factor} ${high ? '큽니다' : '작습니다'}.`,
  },
  noGuess: { en: () => 'You looked without a guess.', ko: () => '예측 없이 측정만 했습니다.' },
  unsupported: {
    en: (why: string) => `This machine cannot tell: ${why}`,
    ko: (why: string) => `이 컴퓨터에서는 측정할 수 없습니다: ${why}`,
  },
  method: { en: (method: string) => `How: ${method}`, ko: (method: string) => `방법: ${method}` },
  probe: {
    en: (probe: string) => `lab probe ${probe} measures it again`,
    ko: (probe: string) => `다시 측정하려면 lab probe ${probe}`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;

export const MEASURE = {
  expect: { en: 'What to look for', ko: '눈여겨볼 것' },
} satisfies Record<string, Localized<string>>;

export const QUIZ = {
  several: { en: 'More than one is right.', ko: '정답이 둘 이상입니다.' },
  right: { en: 'Right.', ko: '맞습니다.' },
  wrong: { en: 'Not quite.', ko: '조금 다릅니다.' },
  yours: { en: 'your answer', ko: '내 답' },
} satisfies Record<string, Localized<string>>;

export const STEP = {
  do: { en: 'Do', ko: '실행' },
  undo: { en: 'Undo', ko: '되돌리기' },
  root: { en: 'needs root', ko: 'root 권한 필요' },
  done: { en: 'Done', ko: '완료' },
  notYet: { en: 'Not done yet', ko: '아직 하지 않음' },
  looking: { en: 'The lab looks every two seconds.', ko: '2초마다 확인합니다.' },
  unknown: { en: 'Cannot be seen here', ko: '여기서는 확인할 수 없음' },
} satisfies Record<string, Localized<string>>;

export const TRY = {
  none: { en: 'It printed nothing.', ko: '출력이 없습니다.' },
  more: {
    en: (lines: number) => `${String(lines)} more lines above`,
    ko: (lines: number) => `위로 ${String(lines)}줄 더 있음`,
  },
} satisfies { none: Localized<string>; more: Localized<(lines: number) => string> };

export const EXERCISE = {
  open: { en: 'open', ko: '진행 전' },
  passed: { en: 'passed', ko: '통과' },
  last: { en: (verdict: string) => `last: ${verdict}`, ko: (verdict: string) => `최근: ${verdict}` },
  attempts: {
    en: (count: number) => `${String(count)} ${count === 1 ? 'attempt' : 'attempts'}`,
    ko: (count: number) => `시도 ${String(count)}회`,
  },
  minutes: { en: (minutes: number) => `${String(minutes)} min`, ko: (minutes: number) => `${String(minutes)}분` },
} satisfies Record<string, Localized<string> | Localized<(...facts: never[]) => string>>;
