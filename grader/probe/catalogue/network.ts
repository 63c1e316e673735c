import type { ProbeInfo } from '../../domain/probe.ts';

const PER_DATAGRAM = { en: 'per datagram', ko: '데이터그램당' };

/** What datagrams cost. */
export const NETWORK_PROBES: readonly ProbeInfo[] = [
  {
    name: 'udp-round-trip',
    title: { en: 'UDP round trip', ko: 'UDP 왕복' },
    method: {
      en: 'A datagram of 32 bytes goes to a thread on another core and back, over the loopback device and over a veth pair between two network namespaces that exist for the run alone. Blocking: both sides sleep in recv. Polled: both ask with MSG_DONTWAIT until something is there. Every round trip is timed by itself.',
      ko: '32바이트 데이터그램이 다른 코어의 스레드에 갔다가 돌아옵니다. 루프백 장치와, 이번 실행에만 있는 두 네트워크 네임스페이스 사이의 veth 쌍에서 잽니다. 블로킹: 양쪽이 recv에서 잡니다. 폴링: 양쪽이 올 때까지 MSG_DONTWAIT로 계속 묻습니다. 왕복을 하나씩 잽니다.',
    },
    figures: [
      { name: 'loopback-blocking', title: { en: 'loopback, blocking', ko: '루프백, 블로킹' }, unit: 'ns' },
      { name: 'loopback-polled', title: { en: 'loopback, polled', ko: '루프백, 폴링' }, unit: 'ns' },
      { name: 'veth-blocking', title: { en: 'veth, blocking', ko: 'veth, 블로킹' }, unit: 'ns' },
      { name: 'veth-polled', title: { en: 'veth, polled', ko: 'veth, 폴링' }, unit: 'ns' },
    ],
    sweep: null,
  },
  {
    name: 'send-batch',
    title: { en: 'Sending in batches', ko: '묶어 보내기' },
    method: {
      en: 'Datagrams of 64 bytes over loopback, by a connected socket; the ways take turns. Loopback delivers within the call, so arriving is included. Receiving is not timed; repetitions that lost a datagram do not count.',
      ko: '64바이트 데이터그램을 연결된 소켓으로 루프백에 보내며 방법을 번갈아 씁니다. 루프백은 호출 안에서 배달까지 하므로 도착 비용이 포함됩니다. 받는 시간은 재지 않고, 데이터그램을 잃은 반복은 세지 않습니다.',
    },
    figures: [
      { name: 'sendto', title: { en: 'sendto', ko: 'sendto' }, unit: 'ns', per: PER_DATAGRAM },
      { name: 'sendmmsg-32', title: { en: 'sendmmsg, 32', ko: 'sendmmsg, 32개' }, unit: 'ns', per: PER_DATAGRAM },
      { name: 'gso-32', title: { en: 'GSO, 32', ko: 'GSO, 32개' }, unit: 'ns', per: PER_DATAGRAM },
    ],
    sweep: {
      x: { name: 'batch', title: { en: 'batch size', ko: '묶음 크기' }, unit: 'datagrams' },
      unit: 'ns',
      per: PER_DATAGRAM,
      series: {
        sendto: { en: 'sendto', ko: 'sendto' },
        sendmmsg: { en: 'sendmmsg', ko: 'sendmmsg' },
        gso: { en: 'GSO', ko: 'GSO' },
      },
    },
  },
];
