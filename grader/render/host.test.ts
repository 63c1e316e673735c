import { describe, expect, it } from 'vitest';
import { PORT_REFUSALS, type HostFacts } from '../domain/host.ts';
import { LANGUAGES } from '../domain/language.ts';
import { renderHost, renderHugePagesChange } from './host.ts';
import { HOSTS, portOf } from './samples/hosts.ts';
import type { Screen } from './screen.ts';
import { widthOf } from './text/layout.ts';
import { penFor } from './text/pen.ts';

const PLAIN: Screen = { columns: 80, unicode: true, colour: false, links: false, language: 'en' };
const [SERVER, CONTAINER] = HOSTS;
const rendered = (host: HostFacts, screen = PLAIN): string => renderHost(host, penFor(screen)).join('\n');

describe('renderHost', () => {
  it('gives for a card the command that binds it with its group, and the one that brings each back', () => {
    const text = rendered(SERVER).replace(/\s+/gu, ' ');
    expect(text).toContain('change: dpdk-devbind.py --bind=vfio-pci 0000:05:00.0 0000:05:00.1');
    expect(text).toContain(
      'back: dpdk-devbind.py --bind=i40e 0000:05:00.0 back: dpdk-devbind.py --bind=i40e 0000:05:00.1',
    );
  });

  it.each(PORT_REFUSALS)('proposes nothing for a port that must stay: %s', (why) => {
    const text = rendered({ ...SERVER, ports: [portOf({ standing: { kind: 'refused', why } })] });
    expect(text).toContain('0000:05:00.0');
    expect(text).not.toContain('devbind');
    expect(text).toContain('No card here can be bound');
  });

  it.each([
    [{ module: 'absent', iommuGroups: 3, unsafe: false }, 'no vfio-pci'],
    [{ module: 'loaded', iommuGroups: 0, unsafe: false }, 'No IOMMU'],
  ] as const)('proposes no binding that vfio would refuse: %j', (vfio, why) => {
    const text = rendered({ ...SERVER, ports: [portOf({})], vfio });
    expect(text).toContain(why);
    expect(text).toMatch(/a program could have\s+it/u);
    expect(text).not.toContain('devbind');
  });

  it('says what is missing with the way there and back, for whoever is not root with sudo', () => {
    const text = rendered(CONTAINER);
    expect(text).toContain('change: sudo apt-get install');
    expect(text).toContain('back: sudo apt-get remove');
    expect(text).toContain('64 reserved, 0 of them free');
    expect(text).toContain('change: lab doctor --fix hugepages');
    expect(rendered({ ...CONTAINER, root: true })).not.toContain('sudo');
  });

  it('does not fill the screen with ports', () => {
    const many = Array.from({ length: 40 }, (_, index) => portOf({ address: `0000:05:00.${String(index)}` }));
    expect(rendered({ ...SERVER, ports: many })).toContain('37 more');
    expect(rendered({ ...SERVER, ports: many }).split('\n').length).toBeLessThan(24);
  });

  it('says everything in both languages, within the screen', () => {
    for (const columns of [80, 60, 40]) {
      for (const host of HOSTS) {
        const texts = LANGUAGES.map((language) => rendered(host, { ...PLAIN, columns, language }));
        expect(texts.flatMap((text) => text.split('\n')).filter((line) => widthOf(line) > columns)).toEqual([]);
        expect(texts[0]).not.toBe(texts[1]);
      }
    }
  });
});

describe('renderHugePagesChange', () => {
  const pages = { reserved: 128, free: 128, mounts: ['/dev/hugepages'] };

  it('says what is now, what was before, and the way back', () => {
    const text = renderHugePagesChange({ kind: 'done', before: 7, mounted: '/dev/hugepages', ...pages }, PLAIN);
    expect(text).toMatch(/128 huge pages .* 256 MiB .*Before:\s7\./su);
    expect(text).toContain('mounted at /dev/hugepages');
    expect(text).toContain('lab doctor --undo hugepages');
  });

  it('says what could not be brought back', () => {
    const change = { kind: 'restored' as const, before: 128, reserved: 0, free: 0, mounts: [] };
    expect(renderHugePagesChange({ ...change, others: false, stuck: null }, PLAIN).split('\n')).toHaveLength(1);
    const text = renderHugePagesChange({ ...change, others: true, stuck: '/dev/hugepages' }, PLAIN);
    expect(text).toContain('Somebody else');
    expect(text).toContain('still uses /dev/hugepages');
  });
});
