import type { Localized } from '../domain/language.ts';

/** The core's notes on a figure as words: `hugetlb`, or `clocksource:tsc` with what belongs to it. */
const NOTES: Readonly<Record<string, (value: string) => Localized<string>>> = {
  hugetlb: () => ({ en: 'from the pool (hugetlb)', ko: '풀(hugetlb)에서 얻은 페이지' }),
  thp: () => ({ en: 'transparent huge pages', ko: '투명한 큰 페이지(THP)' }),
  'small-pages': () => ({
    en: '4 KiB pages, since there were no huge ones: with the TLB',
    ko: '큰 페이지가 없어 4 KiB 페이지 사용: TLB 비용 포함',
  }),
  'unknown-caches': () => ({
    en: 'the kernel shows no cache sizes here: usual ones were assumed',
    ko: '커널이 캐시 크기를 보여 주지 않아 흔한 크기로 가정',
  }),
  'near-cache': () => ({
    en: 'less than twice the last-level cache: part of it may be hits',
    ko: '마지막 계층 캐시의 두 배보다 작음: 일부는 캐시에서 읽었을 수 있음',
  }),
  clocksource: (name) => ({ en: `clock source ${name}`, ko: `클럭 소스 ${name}` }),
  'pipe-ns': (ns) => ({ en: `${brief(ns)} for the pipe taken away`, ko: `파이프 비용 ${brief(ns)}를 뺌` }),
  'worst-ns': (ns) => ({ en: `largest of all: ${brief(ns)}`, ko: `전체에서 가장 큰 틈: ${brief(ns)}` }),
};

/** Undefined where there is nothing to say. */
export function explainNote(note: string): Localized<string> | undefined {
  const [word = '', value = ''] = note.split(':', 2);
  return NOTES[word]?.(value);
}

/** A time in two or three digits: `808 ns`, `151 µs`. */
function brief(text: string): string {
  const ns = Number(text);
  if (ns < 1000) return `${ns.toFixed(0)} ns`;
  if (ns < 1e6) return `${(ns / 1e3).toFixed(ns < 1e4 ? 1 : 0)} µs`;
  return `${(ns / 1e6).toFixed(ns < 1e7 ? 1 : 0)} ms`;
}
