import { describe, expect, it } from 'vitest';
import type { ProbeRecord } from '../../native/native.ts';
import { PROBE_NAMES } from '../domain/probe.ts';
import { probeInfo } from './catalogue.ts';
import { fromRecord } from './from-record.ts';
import { explainNote } from './notes.ts';
import { PROBES } from './probe.ts';
import { explainRefusal } from './refusals.ts';

const HANGUL = /\p{Script=Hangul}/u;
const NOTHING: ProbeRecord = { figures: [], absent: [], sweep: [], seconds: 1, waited: 0.25 };
const mutex = probeInfo('mutex');
const figure = { name: 'mutex-contended', low: 20, median: 25, high: 31, note: '' };

describe('the catalogue', () => {
  it('knows every probe once', () => {
    expect(PROBES.map((probe) => probe.name)).toEqual(PROBE_NAMES);
  });

  it.each(PROBES)('tells what $name is, in two languages', ({ title, method, figures }) => {
    expect(HANGUL.test(title.ko) && HANGUL.test(method.ko)).toBe(true);
    expect(HANGUL.test(title.en + method.en)).toBe(false);
    expect(method.en).toMatch(/\.$/u);
    expect(new Set(figures.map((one) => one.name)).size).toBe(figures.length);
  });
});

describe('fromRecord', () => {
  it('adds words and units to what the core measured', () => {
    const result = fromRecord(mutex, { ...NOTHING, figures: [figure] }, [0, 1]);
    expect(result).toMatchObject({
      schema: 1,
      name: 'mutex',
      cpus: [0, 1],
      waited: 0.25,
      unsupported: null,
      sweep: null,
    });
    expect(result.figures[0]).toEqual({ ...mutex.figures[1], low: 20, median: 25, high: 31 });
  });

  it('refuses figures that nobody knows, and quartiles in the wrong order: both are our bug', () => {
    expect(() => fromRecord(mutex, { ...NOTHING, figures: [{ ...figure, name: 'lock' }] }, [0])).toThrow('lock');
    expect(() => fromRecord(mutex, { ...NOTHING, figures: [{ ...figure, low: 26 }] }, [0])).toThrow('order');
    expect(() => fromRecord(mutex, { ...NOTHING, figures: [{ ...figure, high: Number.NaN }] }, [0])).toThrow('fit');
  });

  it('is unsupported only where nothing was measured', () => {
    const absent = [{ name: 'mutex-contended', code: 'needs-two-cores', detail: '' }];
    expect(
      fromRecord(mutex, { ...NOTHING, figures: [{ ...figure, name: 'mutex-uncontended' }], absent }, [0]),
    ).toMatchObject({
      unsupported: null,
      absent: [{ name: 'mutex-contended' }],
    });
    const whole = fromRecord(mutex, { ...NOTHING, absent: [{ name: '', code: 'no-memory', detail: '' }] }, [0]);
    expect(whole.absent).toHaveLength(mutex.figures.length);
    expect(whole.unsupported?.why.en).toBe('There is not enough free memory to measure with.');
  });

  it('keeps every series of a sweep', () => {
    const points = [{ x: 1, low: 1, median: 2, high: 3 }];
    const sweep = ['sendto', 'gso'].map((name) => ({ name, points }));
    const result = fromRecord(
      probeInfo('send-batch'),
      { ...NOTHING, sweep: [...sweep, { name: 'sendmmsg', points: [] }] },
      [0],
    );
    expect(result.sweep?.series.map((series) => series.title.en)).toEqual(['sendto', 'GSO']);
  });
});

describe('the words', () => {
  it('explain notes, with what belongs to them', () => {
    expect(explainNote('clocksource:kvm-clock')?.en).toBe('clock source kvm-clock');
    expect(explainNote('worst-ns:151285.013067')?.en).toBe('largest of all: 151 µs');
    expect(explainNote('pipe-ns:808.2')?.ko).toContain('808 ns');
    expect(explainNote('')).toBeUndefined();
  });

  it('explain refusals, with what the system said, and always with something to do', () => {
    const refused = explainRefusal('no-namespaces', 'unshare: Operation not permitted');
    expect(refused.why.en).toBe('No network namespaces can be made here: unshare: Operation not permitted');
    expect(explainRefusal('no-gso', '').why.en).toBe('The kernel refused UDP_SEGMENT.');
    const unknown = explainRefusal('system', 'mmap: Cannot allocate memory');
    expect(unknown.why.ko).toContain('mmap');
    expect(HANGUL.test(unknown.fix.ko)).toBe(true);
  });
});
