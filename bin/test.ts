import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { EXIT } from '../grader/domain/verdict.ts';

/**
 * `npm test`: every check of the project, its output as it comes, and a last line with what was counted:
 * `N passed, N failed, N skipped`. Exit code 1 when anything failed.
 */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const root = join(import.meta.dirname, '..');
const reports = join(root, '.cache/lab/test');

async function main(): Promise<void> {
  process.chdir(root);
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const check of CHECKS) add(counts, await countExit(`check ${check[0]}`, check[1]));
  add(counts, await ctest());
  add(counts, await vitest());
  add(counts, await audit());
  process.stdout.write(
    `\n${String(counts.passed)} passed, ${String(counts.failed)} failed, ${String(counts.skipped)} skipped\n`,
  );
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

/** Each of `npm run check`'s parts counts as one test. */
const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ['types', ['npm', 'run', '--silent', 'check:types']],
  ['lint', ['npm', 'run', '--silent', 'check:lint']],
  ['format', ['npm', 'run', '--silent', 'check:format']],
  ['unused', ['npm', 'run', '--silent', 'check:unused']],
  ['c++ format', ['npm', 'run', '--silent', 'check:clang-format']],
  ['c++ lint', ['npm', 'run', '--silent', 'check:clang-tidy']],
];

function add(total: Counts, more: Counts): void {
  total.passed += more.passed;
  total.failed += more.failed;
  total.skipped += more.skipped;
}

/** Runs a command with its output on ours and resolves to its exit code. */
async function run(title: string, argv: readonly string[]): Promise<number> {
  process.stdout.write(`\n== ${title}\n`);
  const [command = '', ...args] = argv;
  return await new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

async function countExit(title: string, argv: readonly string[]): Promise<Counts> {
  const passed = (await run(title, argv)) === 0;
  if (!passed) process.stdout.write(`FAILED: ${argv.join(' ')}\n`);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** Native tests: one program each; exit 77 is a skip. */
async function ctest(): Promise<Counts> {
  const report = join(reports, 'ctest.xml');
  const code = await run('native tests', [
    'ctest',
    '--test-dir',
    'native/build',
    '--output-on-failure',
    '--output-junit',
    report,
  ]);
  const suite = /<testsuite[^>]*\btests="(\d+)"[^>]*\bfailures="(\d+)"[^>]*\bskipped="(\d+)"/su.exec(read(report));
  if (!suite) return { passed: 0, failed: 1, skipped: 0 };
  const [tests = 0, failures = 0, skipped = 0] = suite.slice(1).map(Number);
  const failed = code === 0 ? failures : Math.max(1, failures);
  return { passed: tests - failures - skipped, failed, skipped };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

async function vitest(): Promise<Counts> {
  const report = join(reports, 'vitest.json');
  const code = await run('vitest', [
    process.execPath,
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const text = read(report);
  if (text === '') return { passed: 0, failed: 1, skipped: 0 };
  const counted = JSON.parse(text) as VitestReport;
  // A file that does not even load has no tests to count as failed.
  const failed = code === 0 ? counted.numFailedTests : Math.max(1, counted.numFailedTests);
  return { passed: counted.numPassedTests, failed, skipped: counted.numPendingTests + counted.numTodoTests };
}

interface AuditSummary {
  cases: { name: string; exercise: string; outcome: string }[];
}

/** What no verdict can be held against, of the audit's outcomes. */
const WHY_SKIPPED: Readonly<Record<string, string>> = {
  inconclusive: 'too noisy a machine to tell, twice',
  wavering: 'two verdicts when asked twice, on so noisy a machine',
};

/** Every shipped answer must get its verdict. Each is a test; a machine that cannot tell makes it a skip, and says so. */
async function audit(): Promise<Counts> {
  const report = join(reports, 'audit.json');
  const code = await run('audit', ['bin/lab', 'audit', '--plain', '--report', report]);
  const text = read(report);
  if (text === '') return { passed: 0, failed: 1, skipped: 0 };
  const { cases } = JSON.parse(text) as AuditSummary;
  const count = (outcome: string): number => cases.filter((one) => one.outcome === outcome).length;
  const failed = count('contradiction');
  for (const one of cases) {
    const why = WHY_SKIPPED[one.outcome];
    if (why !== undefined) process.stdout.write(`skipped: audit of ${one.exercise} ${one.name}: ${why}\n`);
  }
  const skipped = count('inconclusive') + count('wavering');
  // No verdict is not a wrong one: the audit says so with an exit code of its own.
  const isHonest = code === EXIT.passed || (code === EXIT.noVerdict && skipped > 0);
  return {
    passed: count('as-promised'),
    failed: isHonest ? failed : Math.max(1, failed),
    skipped,
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

await main();
