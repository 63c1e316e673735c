import type { PortRefusal } from '../../domain/host.ts';
import type { Localized } from '../../domain/language.ts';

/** What DPDK needs of a host, as it was found. */
export const HOST = {
  title: { en: () => 'This host (looked at, never judged)', ko: () => '이 호스트 (살펴보기만 하고 판정하지 않습니다)' },
  change: { en: () => 'change:', ko: () => '바꾸기:' },
  back: { en: () => 'back:', ko: () => '되돌리기:' },
  noDpdk: { en: () => 'DPDK is not installed', ko: () => 'DPDK가 설치되어 있지 않습니다' },
  noHugePages: {
    en: () => 'This kernel has no huge pages of 2 MiB: EAL starts with --no-huge',
    ko: () => '이 커널에는 2 MiB 대형 페이지가 없습니다. EAL은 --no-huge로 시작합니다',
  },
  noneReserved: {
    en: (pages: number, mib: number) =>
      `No huge pages are reserved: EAL starts with --no-huge. ${String(pages)} of 2 MiB (${String(mib)} MiB) would be enough for the exercises`,
    ko: (pages: number, mib: number) =>
      `예약된 대형 페이지가 없어 EAL은 --no-huge로 시작합니다. 실습에는 2 MiB 페이지 ${String(pages)}개(${String(mib)} MiB)면 충분합니다`,
  },
  reserved: {
    en: (reserved: number, free: number) =>
      `Huge pages of 2 MiB: ${String(reserved)} reserved, ${String(free)} of them free`,
    ko: (reserved: number, free: number) =>
      `2 MiB 대형 페이지 ${String(reserved)}개 예약, 그중 ${String(free)}개 비어 있음`,
  },
  mounted: {
    en: (where: string) => `hugetlbfs is mounted at ${where}`,
    ko: (where: string) => `hugetlbfs가 ${where}에 마운트되어 있습니다`,
  },
  notMounted: {
    en: () => 'hugetlbfs is not mounted: EAL needs --in-memory, and processes cannot share',
    ko: () =>
      'hugetlbfs가 마운트되어 있지 않습니다. EAL에 --in-memory가 필요하고, 프로세스끼리 메모리를 공유할 수 없습니다',
  },
  noVfio: {
    en: () => 'This kernel has no vfio-pci: no card can be handed to a program',
    ko: () => '이 커널에는 vfio-pci가 없어 카드를 프로그램에 넘길 수 없습니다',
  },
  noIommu: {
    en: () =>
      "No IOMMU: a card could only be handed over in a mode in which it may write anywhere. It is switched on in the firmware; on Intel also with intel_iommu=on on the kernel's command line. Back: the same, the other way",
    ko: () =>
      'IOMMU가 없습니다. 카드가 메모리 어디에나 쓸 수 있는 방식으로만 넘길 수 있습니다. 펌웨어에서 켜고, 인텔에서는 커널 명령줄에 intel_iommu=on도 넣습니다. 되돌릴 때는 반대로 합니다',
  },
  unsafe: {
    en: () => 'vfio is in its mode without IOMMU: a card that is handed over may write anywhere',
    ko: () => 'vfio가 IOMMU 없이 동작하는 방식입니다. 넘겨받은 카드는 메모리 어디에나 쓸 수 있습니다',
  },
  iommu: {
    en: (groups: number) => `IOMMU: ${String(groups)} groups; vfio-pci can hand a card to a program`,
    ko: (groups: number) => `IOMMU 그룹 ${String(groups)}개. vfio-pci가 카드를 프로그램에 넘길 수 있습니다`,
  },
  bound: {
    en: (name: string) => `${name}: a program can have it. dpdk-devbind.py --status names the driver that it came from`,
    ko: (name: string) => `${name}: 프로그램이 쓸 수 있습니다. 원래 드라이버는 dpdk-devbind.py --status에 나옵니다`,
  },
  bifurcated: {
    en: (name: string) => `${name}: DPDK uses it beside the kernel, as it is. Do not bind it`,
    ko: (name: string) => `${name}: 커널과 나란히 지금 그대로 DPDK가 씁니다. 바인딩하지 마십시오`,
  },
  bindable: {
    en: (name: string, _mates: string) => `${name}: no route goes over it, so a program could have it`,
    ko: (name: string, _mates: string) => `${name}: 지나가는 경로가 없어 프로그램에 넘길 수 있습니다`,
  },
  bindableTogether: {
    en: (name: string, mates: string) => `${name}: a program could have it, together with its IOMMU group: ${mates}`,
    ko: (name: string, mates: string) => `${name}: 같은 IOMMU 그룹(${mates})과 함께라면 프로그램에 넘길 수 있습니다`,
  },
  morePorts: {
    en: (count: number) => `${String(count)} more (--json has all)`,
    ko: (count: number) => `그 밖에 ${String(count)}개 (--json에 전부 있습니다)`,
  },
  noPorts: {
    en: () => 'No card here can be bound. Virtual devices are enough for every exercise',
    ko: () => '여기에는 바인딩할 수 있는 카드가 없습니다. 모든 실습은 가상 장치로 충분합니다',
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;

export const PORT_REFUSED = {
  'default-route': {
    en: 'the default route goes over it. Leave it alone',
    ko: '기본 경로가 지나갑니다. 건드리지 마십시오',
  },
  routes: { en: 'a route goes over it. Leave it alone', ko: '경로가 지나갑니다. 건드리지 마십시오' },
  enslaved: { en: 'a bridge or a bond has it. Leave it alone', ko: '브리지나 본드에 속합니다. 건드리지 마십시오' },
  'no-interface': {
    en: 'its interface is in another network namespace. Leave it alone',
    ko: '인터페이스가 다른 네트워크 네임스페이스에 있습니다. 건드리지 마십시오',
  },
  'no-driver': {
    en: 'no driver has it, so that there is none to go back to',
    ko: '드라이버가 없어 되돌아갈 곳이 없습니다',
  },
  group: {
    en: 'something else of its IOMMU group has to stay with the kernel, so it has to, too',
    ko: '같은 IOMMU 그룹의 다른 장치가 커널에 남아야 하므로 함께 남아야 합니다',
  },
} satisfies Record<PortRefusal, Localized<string>>;

/** What has become of the host's huge pages. */
export const CHANGED = {
  nothing: {
    en: (reserved: number, free: number, where: string) =>
      `Nothing to do: ${String(reserved)} huge pages of 2 MiB are reserved, ${String(free)} of them free${where === '' ? '' : `; hugetlbfs is mounted at ${where}`}.`,
    ko: (reserved: number, free: number, where: string) =>
      `할 일이 없습니다. 2 MiB 대형 페이지 ${String(reserved)}개가 예약되어 있고 ${String(free)}개가 비어 있습니다.${where === '' ? '' : ` hugetlbfs는 ${where}에 있습니다.`}`,
  },
  reserved: {
    en: (now: number, before: number, mib: number) =>
      `${String(now)} huge pages of 2 MiB are reserved, ${String(mib)} MiB that nothing else can use. Before: ${String(before)}.`,
    ko: (now: number, before: number, mib: number) =>
      `2 MiB 대형 페이지 ${String(now)}개, ${String(mib)} MiB를 예약했습니다. 다른 용도로는 쓸 수 없습니다. 이전: ${String(before)}개.`,
  },
  mounted: {
    en: (where: string) => `hugetlbfs is mounted at ${where}. Before: nowhere.`,
    ko: (where: string) => `hugetlbfs를 ${where}에 마운트했습니다. 이전에는 없었습니다.`,
  },
  restored: {
    en: (now: number, before: number) =>
      `Huge pages are as they were: ${String(now)} reserved, ${String(before)} until now.`,
    ko: (now: number, before: number) =>
      `대형 페이지를 이전으로 되돌렸습니다. 예약 ${String(now)}개, 조금 전까지 ${String(before)}개.`,
  },
  others: {
    en: () => 'Somebody else has changed their number since, and it was left at that.',
    ko: () => '그 사이 누군가 개수를 바꾸어 그대로 두었습니다.',
  },
  stuck: {
    en: (where: string) => `A program still uses ${where}: when it has ended, lab doctor --undo hugepages again.`,
    ko: (where: string) =>
      `아직 ${where}를 쓰는 프로그램이 있습니다. 끝난 뒤 lab doctor --undo hugepages를 다시 실행하십시오.`,
  },
} satisfies Record<string, Localized<(...facts: never[]) => string>>;
