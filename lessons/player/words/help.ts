import type { Localized } from '../../../grader/domain/language.ts';

/** All keys, in the order in which they are needed. */
export const HELP: readonly (readonly [string, Localized<string>])[] = [
  ['Enter', { en: 'do what the page is there for, or go on', ko: '이 화면에서 할 일을 하거나 다음으로 갑니다' }],
  ['← →', { en: 'page back and forward (also b, space)', ko: '이전 쪽과 다음 쪽 (b, 스페이스도 됩니다)' }],
  ['↑ ↓', { en: 'choose, or scroll (also k, j)', ko: '고르거나 넘깁니다 (k, j도 됩니다)' }],
  ['a', { en: 'answer or measure again', ko: '다시 답하거나 다시 측정합니다' }],
  ['c', { en: 'contents of the lesson', ko: '강의 차례' }],
  ['m', { en: 'roadmap', ko: '로드맵' }],
  ['/', { en: 'search lessons, terms, exercises', ko: '강의, 용어, 실습 찾기' }],
  ['t', { en: 'roadmap: track; exercise: the task', ko: '로드맵에서는 과정, 실습에서는 과제' }],
  ['l', { en: '한국어', ko: 'English' }],
  ['g', { en: 'exercise: grade, correctness and speed', ko: '실습: 정확성과 속도를 채점합니다' }],
  ['h s', { en: 'exercise: hint; solution when you have passed', ko: '실습: 힌트, 통과한 뒤에는 풀이' }],
  ['v e r', { en: 'exercise: result, edit in $EDITOR, reset', ko: '실습: 결과, $EDITOR로 편집, 되돌리기' }],
  ['n', { en: 'exercise: go on behind it', ko: '실습: 다음으로' }],
  ['q', { en: 'quit; your place is kept (also Ctrl-C)', ko: '끝내기. 읽던 곳은 저장됩니다 (Ctrl-C도 됩니다)' }],
];

export const HELP_TITLES = {
  any: { en: 'Any key goes back.', ko: '아무 키나 누르면 돌아갑니다.' },
} satisfies Record<string, Localized<string>>;
