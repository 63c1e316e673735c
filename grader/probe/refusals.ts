import type { Localized } from '../domain/language.ts';

interface Reason {
  readonly why: Localized<string>;
  readonly fix: Localized<string>;
}

/** What the core's refusals mean (native/core/probes), and what to do. */
const REASONS: Readonly<Record<string, Reason>> = {
  'needs-two-cores': {
    why: {
      en: 'It takes two threads that run at the same time, and this process has one core.',
      ko: '동시에 실행되는 스레드가 둘 필요한데 이 프로세스에는 코어가 하나뿐입니다.',
    },
    fix: {
      en: 'Allow it another physical core: taskset, docker --cpuset-cpus, or a machine with two cores.',
      ko: '물리 코어를 하나 더 허용하세요: taskset, docker --cpuset-cpus, 또는 코어가 둘인 컴퓨터.',
    },
  },
  'no-memory': {
    why: { en: 'There is not enough free memory to measure with.', ko: '측정에 쓸 빈 메모리가 모자랍니다.' },
    fix: {
      en: 'Close what uses much memory, or raise the limit of the container.',
      ko: '메모리를 많이 쓰는 프로그램을 닫거나 컨테이너의 한도를 올리세요.',
    },
  },
  'no-huge-pages': {
    why: { en: 'The kernel gave no 2 MiB pages.', ko: '커널이 2 MiB 페이지를 주지 않았습니다.' },
    fix: {
      en: 'As root: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, or sysctl -w vm.nr_hugepages=160',
      ko: '루트로: echo madvise > /sys/kernel/mm/transparent_hugepage/enabled 또는 sysctl -w vm.nr_hugepages=160',
    },
  },
  'page-size': {
    why: {
      en: 'The smallest page of this kernel is not of 4 KiB',
      ko: '이 커널의 가장 작은 페이지는 4 KiB가 아닙니다',
    },
    fix: { en: 'Boot a kernel with pages of 4 KiB.', ko: '4 KiB 페이지를 쓰는 커널로 부팅하세요.' },
  },
  'no-sockets': {
    why: { en: 'Sockets cannot be used here', ko: '여기서는 소켓을 쓸 수 없습니다' },
    fix: {
      en: 'Run it outside of the sandbox, with the loopback device up: ip link set lo up',
      ko: '샌드박스 밖에서, 루프백 장치를 켜고 실행하세요: ip link set lo up',
    },
  },
  'no-answer': {
    why: { en: 'Datagrams were sent, and none came back.', ko: '데이터그램을 보냈지만 하나도 돌아오지 않았습니다.' },
    fix: {
      en: 'Look whether a firewall drops UDP here: nft list ruleset',
      ko: '방화벽이 UDP를 버리는지 확인하세요: nft list ruleset',
    },
  },
  'no-gso': {
    why: { en: 'The kernel refused UDP_SEGMENT.', ko: '커널이 UDP_SEGMENT를 거부했습니다.' },
    fix: { en: 'It takes Linux 4.18 or newer.', ko: 'Linux 4.18 이상이 필요합니다.' },
  },
  'datagrams-lost': {
    why: {
      en: 'Datagrams were lost in every repetition.',
      ko: '모든 반복에서 데이터그램을 잃었습니다.',
    },
    fix: {
      en: 'Give the receive buffer more room: sysctl -w net.core.rmem_max=1048576',
      ko: '수신 버퍼를 늘리세요: sysctl -w net.core.rmem_max=1048576',
    },
  },
  'no-namespaces': {
    why: { en: 'No network namespaces can be made here', ko: '여기서는 네트워크 네임스페이스를 만들 수 없습니다' },
    fix: {
      en: 'Run it as root, or allow user namespaces: sysctl -w user.max_user_namespaces=1000; on Ubuntu also kernel.apparmor_restrict_unprivileged_userns=0',
      ko: '루트로 실행하거나 사용자 네임스페이스를 허용하세요: sysctl -w user.max_user_namespaces=1000. 우분투에서는 kernel.apparmor_restrict_unprivileged_userns=0도 필요합니다.',
    },
  },
  disturbed: {
    why: {
      en: 'The machine was too busy: the two threads never ran at the same time.',
      ko: '컴퓨터가 너무 바빴습니다. 두 스레드가 함께 실행된 때가 없습니다.',
    },
    fix: { en: 'Stop other programs and measure again.', ko: '다른 프로그램을 멈추고 다시 재세요.' },
  },
};

const SYSTEM: Reason = {
  why: { en: 'The system refused it', ko: '시스템이 거부했습니다' },
  fix: {
    en: 'Run lab doctor: it shows what this machine allows.',
    ko: 'lab doctor로 이 컴퓨터가 허용하는 것을 보세요.',
  },
};

/** A refusal in sentences; what the system said is added where it said something. */
export function explainRefusal(code: string, detail: string): Reason {
  const { why, fix } = REASONS[code] ?? SYSTEM;
  if (detail === '') return { why: { en: ended(why.en), ko: ended(why.ko) }, fix };
  return { why: { en: `${bare(why.en)}: ${detail}`, ko: `${bare(why.ko)}: ${detail}` }, fix };
}

function bare(sentence: string): string {
  return sentence.replace(/\.$/u, '');
}

function ended(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
