import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../domain/language.ts';
import { probeResult } from '../domain/probe.ts';
import { renderBars, renderChart, renderSweep } from './chart.ts';
import { renderProbe, renderProbeBriefly } from './probe.ts';
import { CACHE_LEVELS, JITTER, PROBE_RESULTS, ROUND_TRIP, SEND_BATCH, UNSUPPORTED } from './samples/probes.ts';
import type { Screen } from './screen.ts';
import { widthOf } from './text/layout.ts';

const PLAIN: Screen = { columns: 80, colour: false, unicode: true, links: false, language: 'en' };
const SCREENS = LANGUAGES.flatMap((language) =>
  [true, false].flatMap((unicode) =>
    [60, 80, 120].map((columns): Screen => ({ columns, unicode, language, colour: false, links: false })),
  ),
);

describe('the samples', () => {
  it.each(PROBE_RESULTS)('are what a probe can hand back: $name', (result) => {
    expect(probeResult.parse(result)).toEqual(result);
  });
});

describe('renderProbe', () => {
  it('leaves a prompt room on a screen of 80 by 24, in both languages', () => {
    const heights = LANGUAGES.flatMap((language) =>
      PROBE_RESULTS.map((result) => renderProbe(result, { ...PLAIN, language }).split('\n').length),
    );
    expect(Math.max(...heights)).toBeLessThanOrEqual(23);
  });

  it('gives each figure its median, its quartiles and a bar that begins at zero', () => {
    const lines = renderProbe(CACHE_LEVELS, PLAIN).split('\n');
    expect(lines).toContain('  L1 cache  1.14 ns  (1.09 to 1.28 ns)  ━');
    const bars = ['L3 cache', 'memory'].map((name) => lines.find((line) => line.includes(name))?.match(/━/gu)?.length);
    expect((bars[1] ?? 0) / (bars[0] ?? 1)).toBeCloseTo(148 / 15, -1);
  });

  it('says what a figure came of, and on which CPUs', () => {
    const text = renderProbe(CACHE_LEVELS, PLAIN);
    expect(text).toContain('memory: transparent huge pages');
    expect(text.split('\n').at(-1)).toBe('  Median and quartiles per load, measured in 1.1 s on CPUs 0, 1.');
  });

  it('names what is missing for one reason together, with one fix', () => {
    const text = renderProbe(ROUND_TRIP, PLAIN);
    expect(text).toContain('~ veth, blocking · veth, polled: No network namespaces');
    expect(text.match(/Fix:/gu)).toHaveLength(1);
    expect(text).toContain('loopback, polled');
  });

  it('says that nothing could be measured, and does not say how long that took', () => {
    const text = renderProbe(UNSUPPORTED, PLAIN);
    expect(text).toContain('This cannot be measured here.');
    expect(text).not.toContain('measured in');
  });

  it('draws no bars beside figures of different units', () => {
    expect(renderProbe(JITTER, PLAIN)).not.toContain('━');
    expect(renderProbe(JITTER, PLAIN)).toContain('time lost              0.00 %  (0.00 to 0.90 %)');
  });

  it('warns when others had the CPU for a good part of the time, and not before', () => {
    expect(renderProbe(JITTER, PLAIN)).toContain('Other programs had the CPU for 58 % of the time');
    expect(renderProbeBriefly({ ...JITTER, waited: 0.05 }, PLAIN)).not.toContain('Other programs');
  });

  it('is only figures when it is one of many', () => {
    expect(renderProbeBriefly(CACHE_LEVELS, PLAIN).split('\n')).toHaveLength(6);
  });
});

describe('renderChart', () => {
  it('draws the sweep, or bars where there is none, or nothing', () => {
    expect(renderChart(SEND_BATCH, PLAIN)).toBe(renderSweep(SEND_BATCH, PLAIN));
    expect(renderChart(ROUND_TRIP, PLAIN)).toBe(renderBars(ROUND_TRIP, PLAIN));
    expect(renderChart(UNSUPPORTED, PLAIN)).toBe('');
    expect(renderSweep(ROUND_TRIP, PLAIN)).toBe('');
  });

  it('shows every point of every series, and tells the series apart without colour', () => {
    const lines = renderChart(SEND_BATCH, PLAIN, { rows: 40 }).split('\n');
    expect(lines[0]).toContain('◆ sendto  ● sendmmsg  ○ gso');
    const plot = lines.slice(1, 41).join('');
    for (const mark of ['◆', '●', '○']) expect(plot.match(new RegExp(mark, 'gu'))?.length).toBe(7);
    const ascii = renderChart(SEND_BATCH, { ...PLAIN, unicode: false }).split('\n')[0];
    expect(ascii).toContain('* sendto  # sendmmsg  o gso');
  });

  it('lets larger values lie higher and further right', () => {
    const lines = renderSweep(CACHE_LEVELS, PLAIN).split('\n').slice(1, 8);
    const marks = lines.flatMap((line, row) => [...line.matchAll(/◆/gu)].map((mark) => ({ row, at: mark.index })));
    const byColumn = marks.toSorted((one, other) => one.at - other.at).map((mark) => mark.row);
    expect(byColumn).toEqual(byColumn.toSorted((one, other) => other - one));
    expect(new Set(byColumn).size).toBeGreaterThan(3);
  });

  it('labels both axes with round values', () => {
    const text = renderSweep(CACHE_LEVELS, PLAIN);
    expect(text).toMatch(/ {2}ns per load by working set/u);
    expect(text).toMatch(/^ +10 ns ┤/mu);
    expect(text.split('\n').at(-1)).toMatch(/^ +4 KiB +32 KiB .*MiB *$/u);
  });

  it('is as high as it is told to be', () => {
    expect(renderSweep(CACHE_LEVELS, PLAIN).split('\n')).toHaveLength(10);
    expect(renderSweep(CACHE_LEVELS, PLAIN, { rows: 12 }).split('\n')).toHaveLength(15);
  });

  it.each(SCREENS)('stays within $columns columns (unicode $unicode, $language), with colour too', (screen) => {
    const texts = PROBE_RESULTS.flatMap((result) => {
      const plain = [renderChart(result, screen), renderProbe(result, screen), renderProbeBriefly(result, screen)];
      const colour = { ...screen, colour: true };
      const painted = [renderChart(result, colour), renderProbe(result, colour), renderProbeBriefly(result, colour)];
      // eslint-disable-next-line no-control-regex -- colours are made of it
      expect(painted.map((text) => text.replace(/\u001b\[\d+m/gu, ''))).toEqual(plain);
      return plain;
    });
    const lines = texts.flatMap((text) => text.split('\n'));
    expect(lines.filter((line) => widthOf(line) > screen.columns)).toEqual([]);
    const drawn = screen.unicode ? [] : lines.flatMap((line) => line.match(/[^\n -~\p{Script=Hangul}]/gu) ?? []);
    expect(drawn).toEqual([]);
  });
});
