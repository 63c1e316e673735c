import type { Localized } from '../../domain/language.ts';
import type { ProbeSweep } from '../../domain/probe.ts';

export const PROBE = {
  range: {
    en: (low: string, high: string) => `(${low} to ${high})`,
    ko: (low: string, high: string) => `(${low}~${high})`,
  },
  by: {
    en: (unit: string, x: string) => `${unit} by ${x}`,
    ko: (unit: string, x: string) => `${x}별 ${unit}`,
  },
  per: {
    en: (unit: string, per: string) => `${unit} ${per}`,
    ko: (unit: string, per: string) => `${per} ${unit}`,
  },
  measured: {
    en: (per: string, seconds: string, cpus: string) =>
      `Median and quartiles${per === '' ? '' : ` ${per}`}, measured in ${seconds} on ${cpus}.`,
    ko: (per: string, seconds: string, cpus: string) =>
      `${per === '' ? '' : `${per} `}중앙값과 사분위수, ${cpus}에서 ${seconds} 동안 측정.`,
  },
  cpus: {
    en: (list: string, count: number) => `${count === 1 ? 'CPU' : 'CPUs'} ${list}`,
    ko: (list: string) => `CPU ${list}`,
  },
  disturbed: {
    en: (share: string) => `Other programs had the CPU for ${share} of the time: measure again when it is quiet.`,
    ko: (share: string) => `다른 프로그램이 시간의 ${share} 동안 CPU를 썼습니다. 조용할 때 다시 재세요.`,
  },
  measuring: { en: (name: string) => `Measuring ${name}`, ko: (name: string) => `재는 중: ${name}` },
  unsupported: { en: () => 'This cannot be measured here.', ko: () => '여기서는 잴 수 없습니다.' },
  all: { en: () => 'What can be measured of this machine', ko: () => '이 컴퓨터에서 잴 수 있는 것' },
  one: { en: () => 'lab probe NAME', ko: () => 'lab probe 이름' },
  more: {
    en: () => 'how it is measured, and its chart',
    ko: () => '어떻게 쟀는지와 차트를 봅니다',
  },
  oneWhy: { en: () => 'to measure one of them, --all for all', ko: () => '하나를 재려면. 전부는 --all' },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;

export const SWEEP_UNIT_NAMES = {
  bytes: { en: (value: string) => `${value} B`, ko: (value: string) => `${value} B` },
  datagrams: { en: (value: string) => value, ko: (value: string) => value },
  KiB: { en: (value: string) => `${value} KiB`, ko: (value: string) => `${value} KiB` },
} satisfies Record<ProbeSweep['x']['unit'], Localized<(value: string) => string>>;
