import type { Localized } from '../../../grader/domain/language.ts';

/** What `--plain` says where a screen would show it. */
export const LINEAR = {
  number: { en: 'a number chooses', ko: '번호를 입력해 고르기' },
  keys: { en: 'Type', ko: '입력' },
  finished: { en: 'finished', ko: '마침' },
  begun: { en: 'begun', ko: '읽는 중' },
  checking: { en: 'Checking …', ko: '검사하는 중…' },
  grading: { en: 'Checking and measuring …', ko: '검사하고 측정하는 중…' },
  which: { en: 'A number, or several with commas', ko: '번호, 여럿이면 쉼표로 구분' },
  one: { en: 'A number', ko: '번호' },
  again: { en: 'That is not one of them.', ko: '그런 번호는 없습니다.' },
  yesNo: { en: 'y or n', ko: 'y 또는 n' },
  command: {
    en: 'Enter runs it as it is; or type another command. n: not now.',
    ko: 'Enter를 누르면 그대로 실행합니다. 다른 명령을 적어도 됩니다. n: 실행하지 않음.',
  },
} satisfies Record<string, Localized<string>>;
