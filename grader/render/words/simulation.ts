import type { Localized } from '../../domain/language.ts';

export const SIMULATION = {
  allRight: {
    en: (file: string, runs: number) => `${file}: right in every order there is (${runsOf(runs)}).`,
    ko: (file: string, runs: number) => `${file}: 가능한 모든 순서에서 올바릅니다 (${String(runs)}회 실행).`,
  },
  nothingFound: {
    en: (file: string, runs: number) => `${file}: nothing wrong in ${runsOf(runs)}; there are more (--schedules).`,
    ko: (file: string, runs: number) =>
      `${file}: ${String(runs)}회 실행에서 잘못을 찾지 못했습니다. 남은 순서가 더 있습니다 (--schedules).`,
  },
  wentWrong: {
    en: (file: string, runs: number) =>
      `${file}: goes wrong (found after ${runsOf(runs)}; this is the shortest way there).`,
    ko: (file: string, runs: number) =>
      `${file}: 잘못되는 순서가 있습니다 (${String(runs)}회 실행 끝에 찾았고, 가장 짧게 줄였습니다).`,
  },
  buildFailed: {
    en: (file: string) => `${file} does not compile:`,
    ko: (file: string) => `${file}: 컴파일되지 않습니다.`,
  },
  again: { en: () => 'Again:', ko: () => '다시 보기:' },
  lines: {
    en: (accesses: number, transfers: number, upgrades: number, invalidations: number) =>
      `Cache lines of one run at each pace: ${String(accesses)} accesses, ${String(transfers)} transfers from another ` +
      `core, ${String(upgrades)} writes that waited for others' copies to go, ${String(invalidations)} copies dropped.`,
    ko: (accesses: number, transfers: number, upgrades: number, invalidations: number) =>
      `속도별로 한 번씩 실행했을 때의 캐시 라인: 접근 ${String(accesses)}회, 다른 코어에서 가져옴 ${String(transfers)}회, ` +
      `다른 코어의 사본이 사라지기를 기다린 쓰기 ${String(upgrades)}회, 버려진 사본 ${String(invalidations)}개.`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;

function runsOf(runs: number): string {
  return runs === 1 ? '1 run' : `${String(runs)} runs`;
}
