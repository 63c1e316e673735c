import type { Localized } from '../../../grader/domain/language.ts';

/** What keys do, beside the key. */
export const KEYS = {
  choose: { en: 'choose', ko: '이동' },
  open: { en: 'open', ko: '열기' },
  onward: { en: 'next', ko: '다음' },
  back: { en: 'back', ko: '이전' },
  contents: { en: 'contents', ko: '차례' },
  roadmap: { en: 'roadmap', ko: '로드맵' },
  search: { en: 'search', ko: '찾기' },
  track: { en: 'track', ko: '과정' },
  help: { en: 'help', ko: '도움말' },
  quit: { en: 'quit', ko: '끝내기' },
  language: { en: '한국어', ko: 'English' },
  guess: { en: 'guess', ko: '예측하기' },
  measure: { en: 'measure', ko: '측정하기' },
  answer: { en: 'answer', ko: '답하기' },
  look: { en: 'look again', ko: '다시 확인' },
  run: { en: 'run', ko: '실행' },
  begin: { en: 'begin', ko: '시작' },
  again: { en: 'again', ko: '다시' },
  grade: { en: 'grade', ko: '채점' },
  hint: { en: 'hint', ko: '힌트' },
  solution: { en: 'solution', ko: '풀이' },
  task: { en: 'task', ko: '과제' },
  result: { en: 'result', ko: '결과' },
  edit: { en: 'edit', ko: '편집' },
  reset: { en: 'reset', ko: '되돌리기' },
  finish: { en: 'finish', ko: '마치기' },
  stop: { en: 'stop', ko: '멈추기' },
  scroll: { en: 'scroll', ko: '넘기기' },
  lesson: { en: 'back to the lesson', ko: '강의로' },
} satisfies Record<string, Localized<string>>;

export const PLAYER = {
  lab: { en: 'lab', ko: 'lab' },
  subtitle: { en: 'high-performance networking', ko: '고성능 네트워킹' },
  allTracks: { en: 'all', ko: '전체' },
  welcome: {
    en: 'Welcome. Here you predict a number, measure it on your own machine, and then write code that has to be right and fast. Enter opens the first lesson.',
    ko: '환영합니다. 여기서는 숫자를 예측하고, 직접 측정하고, 정확하고 빠른 코드를 작성합니다. Enter를 누르면 첫 강의가 열립니다.',
  },
  others: { en: 'More exercises', ko: '그 밖의 실습' },
  empty: { en: 'There is nothing here yet.', ko: '아직 아무것도 없습니다.' },
  loading: { en: 'Opening …', ko: '여는 중…' },
  contents: { en: 'Contents', ko: '차례' },
  measuring: { en: 'Measuring on this machine', ko: '이 컴퓨터에서 측정하는 중' },
  running: { en: 'Running', ko: '실행하는 중' },
  save: {
    en: 'Save your file and it is checked at once.',
    ko: '파일을 저장하면 바로 검사합니다.',
  },
  file: { en: 'Your file', ko: '내 파일' },
  closed: {
    en: 'The solution opens when you have passed.',
    ko: '풀이는 통과한 뒤에 열립니다.',
  },
  finished: { en: 'Lesson finished.', ko: '강의를 마쳤습니다.' },
  stopped: { en: 'Stopped.', ko: '멈췄습니다.' },
  reset: {
    en: 'Back to the starter. A backup is kept: lab reset --undo',
    ko: '시작 파일로 되돌렸습니다. 백업: lab reset --undo',
  },
  correct: { en: 'correct; g measures its speed', ko: '정답입니다. g로 속도를 잽니다' },
  moreHints: { en: 'That was the last hint.', ko: '마지막 힌트입니다.' },
} satisfies Record<string, Localized<string>>;

export const COUNTS = {
  lessons: {
    en: (done: number, all: number) => `${String(done)} of ${String(all)} lessons`,
    ko: (done: number, all: number) => `강의 ${String(all)}개 중 ${String(done)}개`,
  },
  exercises: {
    en: (done: number, all: number) => `${String(done)} of ${String(all)} exercises`,
    ko: (done: number, all: number) => `실습 ${String(all)}개 중 ${String(done)}개`,
  },
  section: {
    en: (at: number, all: number) => `section ${String(at)} of ${String(all)}`,
    ko: (at: number, all: number) => `${String(all)}절 중 ${String(at)}절`,
  },
  blocked: {
    en: (why: string) => `cannot be graded here: ${why}`,
    ko: (why: string) => `여기서는 채점할 수 없음: ${why}`,
  },
  better: {
    en: (titles: string) => `Better after: ${titles}`,
    ko: (titles: string) => `먼저 하면 좋은 것: ${titles}`,
  },
  waiting: {
    en: (holder: string) => `Waiting: ${holder} is measuring`,
    ko: (holder: string) => `기다리는 중: ${holder} 측정 중`,
  },
  hint: {
    en: (level: number) => `Hint ${String(level)} of 3`,
    ko: (level: number) => `힌트 ${String(level)}/3`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;
