import type { Localized } from '../../domain/language.ts';

/** One line of the noise ledger: what took the time, and what to do about it. */
export interface NoiseWords {
  readonly what: Localized<(figure: string) => string>;
  readonly remedy: Localized<string>;
}

export const NOISE = {
  gated: {
    what: {
      en: (share) => `${share} of the measurements were disturbed and left out`,
      ko: (share) => `측정의 ${share}가 방해를 받아 제외되었습니다`,
    },
    remedy: {
      en: 'close builds, browsers and virtual machines, then measure again',
      ko: '빌드, 브라우저, 가상 머신을 닫고 다시 재세요',
    },
  },
  neighbours: {
    what: {
      en: (share) => `other programs here took ${share} of the time`,
      ko: (share) => `이 컴퓨터의 다른 프로그램이 시간의 ${share}를 썼습니다`,
    },
    remedy: { en: 'top shows which; stop them', ko: 'top으로 확인하고 멈추세요' },
  },
  hypervisor: {
    what: {
      en: (share) => `the host gave ${share} of the time to other virtual machines`,
      ko: (share) => `호스트가 시간의 ${share}를 다른 가상 머신에 썼습니다`,
    },
    remedy: {
      en: 'try again later, or on a machine with cores of its own',
      ko: '나중에 다시 하거나 전용 코어가 있는 컴퓨터에서 하세요',
    },
  },
  interrupts: {
    what: {
      en: (rate) => `${rate} interrupts a second on the measuring CPUs`,
      ko: (rate) => `측정 CPU에 초당 인터럽트 ${rate}번`,
    },
    remedy: { en: 'stop downloads and disk traffic', ko: '다운로드와 디스크 작업을 멈추세요' },
  },
  canary: {
    what: {
      en: (share) => `the CPU fell to ${share} of its usual speed`,
      ko: (share) => `CPU 속도가 평소의 ${share}까지 떨어졌습니다`,
    },
    remedy: {
      en: 'plug a laptop in, and let it cool down',
      ko: '노트북은 전원을 연결하고 식히세요',
    },
  },
} satisfies Record<string, NoiseWords>;

export const NOISE_TITLE: Localized<string> = { en: 'What disturbed the measuring', ko: '측정을 방해한 것' };
export const QUIET: Localized<string> = {
  en: 'The machine itself was quiet.',
  ko: '컴퓨터 자체는 조용했습니다.',
};
