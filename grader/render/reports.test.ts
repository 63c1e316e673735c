import { describe, expect, it } from 'vitest';
import { renderAudit, renderAuditCase } from './audit.ts';
import { renderBench } from './bench.ts';
import { renderDoctor } from './doctor.ts';
import { renderBug, renderError } from './errors.ts';
import { renderJudgement } from './judgement.ts';
import { LOUD } from './samples/receipts.ts';
import { AUDIT_CASES, auditCaseOf, BENCH, DOCTOR_REPORTS } from './samples/reports.ts';
import { SLOW_METRICS } from './samples/results.ts';
import type { Screen } from './screen.ts';

const PLAIN: Screen = { columns: 80, colour: false, unicode: true, links: false, language: 'en' };

describe('renderDoctor', () => {
  const [well, ill] = DOCTOR_REPORTS.map((report) => renderDoctor(report, PLAIN));

  it('begins with whether the lab can work here', () => {
    expect(well?.split('\n')[0]).toBe('This machine can check every exercise, and time all that are timed.');
    expect(well).toMatch(/ring\/spsc .*✓ checks +✓ speed/u);
    expect(well).toMatch(/dpdk\/start .*✓ checks +about/u);
    expect(ill?.split('\n')[0]).toBe('This machine can check 1 of 2 exercises, and time 0 of the 2 that are timed.');
  });

  it('gives a fix below everything that is missing', () => {
    expect(ill).toContain('✗ ThreadSanitizer  It died at start-up');
    expect(ill).toContain('Fix: sysctl vm.mmap_rnd_bits=28');
    expect(ill).toContain(
      'Nothing can be timed: only CPU 0 may be used by this process\n    Fix: taskset -c 0,1 lab grade',
    );
    expect(well).not.toContain('Fix:');
  });

  it('shows what noise alone does to a ratio', () => {
    expect(well).toContain('The reference against itself: 1.00× (0.97 to 1.03)');
  });

  it('gives no ratio where not one round was left', () => {
    const [report] = DOCTOR_REPORTS;
    if (!report?.noise) throw new Error('the first sample has noise');
    const busy = renderDoctor({ ...report, noise: { ...report.noise, blocks: 0, ratio: null } }, PLAIN);
    expect(busy).toContain('The machine is too busy now');
    expect(busy).not.toContain('1.00×');
  });
});

describe('the audit', () => {
  it('takes one line for each answer, the verdict first', () => {
    const lines = AUDIT_CASES.map((audited) => renderAuditCase(audited, PLAIN));
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
    expect(lines[2]).toMatch(/^✓ too slow +ring\/spsc naive {2}0.21× the line {2}9.8 s$/u);
    expect(lines[3]).toMatch(/^✗ passed +ring\/spsc incorrect.swaps-items-only-when-timed/u);
  });

  it('says what was promised where the name does not', () => {
    const line = renderAuditCase(
      auditCaseOf({ name: 'starter', expected: 'incorrect', verdict: 'passed', outcome: 'contradiction' }),
      PLAIN,
    );
    expect(line).toContain('promised incorrect');
  });

  it('explains contradictions, and a reference too near to its line', () => {
    const text = renderAudit(
      { cases: AUDIT_CASES, contradictions: 3, inconclusive: 1, wavering: 1, seconds: 9 },
      PLAIN,
    );
    expect(text.split('\n')[0]).toBe('3 of 8 answers got another verdict than promised: the exercise must not ship.');
    expect(text).toContain('promised incorrect, got passed\n      faster-than-the-line: throughput: above the line');
    expect(text).toContain('transfers: exercise.json says 5.7, and 6.21 was counted');
    expect(text).toContain('1.08× the line: too close to it to ship');
    expect(text).toContain('1 could not be told on this machine');
    expect(text).toContain('first incorrect, then too slow');
  });

  it('says in one sentence that all is well, and never when there was nothing', () => {
    expect(
      renderAudit(
        { cases: AUDIT_CASES.slice(0, 3), contradictions: 0, inconclusive: 0, wavering: 0, seconds: 9 },
        PLAIN,
      ),
    ).toBe('All 3 answers got the verdict they were promised.\nDone in 9 s.');
    expect(renderAudit({ cases: [], contradictions: 0, inconclusive: 0, wavering: 0, seconds: 0 }, PLAIN)).toBe(
      'There was nothing to audit.',
    );
  });
});

describe('renderBench', () => {
  it('aligns figures at the right and names at the left', () => {
    const table = {
      title: 'T',
      columns: ['who', 'ratio'],
      rows: [
        ['a', '1.5'],
        ['long name', '12.25 (1.00 to 20.00)'],
      ],
    };
    expect(
      renderBench({ ...BENCH, tables: [table], notes: [] }, PLAIN)
        .split('\n')
        .slice(0, 4),
    ).toEqual([
      'T',
      '  who                        ratio',
      '  a                            1.5',
      '  long name  12.25 (1.00 to 20.00)',
    ]);
  });

  it('writes rows under each other where a table is too wide, and loses no cell', () => {
    const text = renderBench(BENCH, PLAIN);
    const cells = BENCH.tables.flatMap(({ columns, rows }) => [...columns.slice(1), ...rows.flat()]);
    expect(cells.filter((cell) => !text.includes(cell))).toEqual([]);
    expect(text).toContain('  bursts of neighbours\n    0.70 0.0 (0.0)');
  });

  it('ends with the command that shows it again', () => {
    expect(renderBench(BENCH, PLAIN).split('\n').at(-1)).toBe('  $ lab bench verdicts --repetitions 500 --seed 1');
  });
});

describe('faults', () => {
  it('of a user take two lines: what is wrong, and what to do', () => {
    expect(renderError({ code: 'x', message: 'there is no exercise "a"', next: 'lab list' }, PLAIN)).toBe(
      'lab: there is no exercise "a"\n  lab list',
    );
  });

  it('show nothing of an argument that a terminal would obey', () => {
    expect(renderError({ code: 'x', message: 'no "\u001b[2J"', next: '' }, PLAIN)).toBe('lab: no ""');
  });

  it('of ours are said to be ours, with the log', () => {
    const text = renderBug(new Error('impossible'), '/log', PLAIN);
    expect(text).toBe(
      'lab: something went wrong inside the lab: impossible\n  This is our fault, not yours.\n  Please report it with the log: /log',
    );
    expect(renderBug(null, null, PLAIN)).toContain('the log could not be written');
  });

  it('of ours do not fill the screen', () => {
    expect(renderBug(new Error('x\n'.repeat(100)), '/log', PLAIN).split('\n').length).toBeLessThan(12);
  });
});

describe('renderJudgement', () => {
  it('gives verdict, numbers, metrics and noise of a recording', () => {
    const text = renderJudgement(
      {
        kind: 'too-slow',
        reason: 'slower-than-the-line',
        detail: 'round-trip: below the line in 9 of 9 rounds',
        metrics: SLOW_METRICS,
        noise: LOUD,
      },
      PLAIN,
    );
    expect(text).toMatch(/^TOO SLOW\n {2}round-trip: below the line in 9 of 9 rounds\n/u);
    expect(text).toContain('✗ round-trip  0.31× the reference');
    const noVerdict = {
      kind: 'inconclusive',
      reason: 'too-noisy',
      detail: '',
      metrics: SLOW_METRICS,
      noise: LOUD,
    } as const;
    expect(renderJudgement(noVerdict, PLAIN)).toContain('What disturbed the measuring');
  });

  it('does not call a recording that is too short a verdict', () => {
    const text = renderJudgement(
      { kind: 'continue', reason: 'measuring', detail: '', metrics: [], noise: LOUD },
      PLAIN,
    );
    expect(text).toContain('CANNOT TELL HERE  because the recording ends');
  });
});
