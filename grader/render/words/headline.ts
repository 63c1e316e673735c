import type { Localized } from '../../domain/language.ts';

/** The sentence after the verdict's name. Numbers and names come from the receipt. */
export const HEADLINE = {
  faster: {
    en: (won: number, total: number) => `faster than the line in ${fraction(won, total)} rounds`,
    ko: (won: number, total: number) => `${String(total)}번 중 ${String(won)}번 기준선보다 빠릅니다`,
  },
  fasterInAll: {
    en: (metrics: number, won: number, total: number) =>
      `faster than the line in all ${String(metrics)} measurements, in ${fraction(won, total)} rounds`,
    ko: (metrics: number, won: number, total: number) =>
      `${String(metrics)}가지 측정 모두, ${String(total)}번 중 ${String(won)}번 기준선보다 빠릅니다`,
  },
  lossless: {
    en: (lossless: number, total: number) => `nothing lost in ${fraction(lossless, total)} trials`,
    ko: (lossless: number, total: number) => `${String(total)}번 중 ${String(lossless)}번 아무것도 잃지 않았습니다`,
  },
  checksOnly: {
    en: () => 'every check; speed was not measured',
    ko: () => '검사를 모두 통과했습니다. 속도는 재지 않았습니다',
  },
  everyCheck: {
    en: () => 'every check; there is nothing to time here',
    ko: () => '검사를 모두 통과했습니다. 속도를 재는 실습이 아닙니다',
  },
  withinTheLines: {
    en: (counts: number): string =>
      counts === 1
        ? 'every check, and the count is within its line'
        : 'every check, and all counts are within their lines',
    ko: (counts: number): string =>
      counts === 1
        ? '검사를 모두 통과했고, 센 값이 기준선 안에 있습니다'
        : '검사를 모두 통과했고, 센 값이 모두 기준선 안에 있습니다',
  },
  slower: {
    en: (title: string, lost: number, total: number) => `${title}: below the line in ${fraction(lost, total)} rounds`,
    ko: (title: string, lost: number, total: number) =>
      `${title}: ${String(total)}번 중 ${String(lost)}번 기준선보다 느립니다`,
  },
  lossy: {
    en: (title: string, lossy: number, total: number) => `${title}: something lost in ${fraction(lossy, total)} trials`,
    ko: (title: string, lossy: number, total: number) =>
      `${title}: ${String(total)}번 중 ${String(lossy)}번 잃었습니다`,
  },
  overTheLine: {
    en: (title: string, yours: string, unit: string, line: string) =>
      `${title}: ${yours} ${unit}, and the line is at ${line}`,
    ko: (title: string, yours: string, unit: string, line: string) => `${title}: ${yours} ${unit}, 기준선은 ${line}`,
  },
  andMore: {
    en: (more: number) => ` (${String(more)} more failed)`,
    ko: (more: number) => ` (외 ${String(more)}개 실패)`,
  },
  starterUnchanged: {
    en: (files: string) => `the starter is as it was: ${files}`,
    ko: (files: string) => `시작 코드 그대로입니다: ${files}`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;

function fraction(part: number, whole: number): string {
  return `${String(part)} of ${String(whole)}`;
}
