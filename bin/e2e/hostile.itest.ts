import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receipt } from '../../grader/domain/receipt.ts';
import { Learner } from './lab-runner.ts';

/** What a learner's code may do to whoever runs it, as the body of a function that the first push calls. */
const DEEDS: Readonly<Record<string, string>> = {
  crashes: '*static_cast<volatile int*>(nullptr) = 1;',
  'crashes by recursion without end':
    'struct Deep { static long go(volatile long n) { volatile char page[4096]; page[0] = char(n); return go(n + 1) + page[0]; } }; volatile long sum = Deep::go(0); (void)sum;',
  hangs: 'for (volatile long i = 0;; i = i + 1) {}',
  'ignores every signal and hangs': 'for (int s = 1; s < 65; ++s) signal(s, SIG_IGN); for (;;) pause();',
  'floods its output':
    'for (;;) { char line[4096]; memset(line, 65, sizeof line); if (write(1, line, sizeof line) < 0) break; }',
  forks: 'if (fork() == 0) for (;;) pause();',
  'starts a shell': 'if (system("sleep 1000 &") != 0) abort();',
  'eats memory':
    'for (;;) { char* p = static_cast<char*>(malloc(1 << 24)); if (p == nullptr) abort(); memset(p, 1, 1 << 24); }',
  'fills the disk':
    'int f = open("/tmp/filler", O_CREAT | O_WRONLY, 0600); char block[65536] = {}; for (;;) if (write(f, block, sizeof block) <= 0) abort();',
  'writes a success into the channel':
    'const char* lie = "{\\"event\\":\\"done\\"}\\n"; for (int fd = 3; fd < 64; ++fd) if (write(fd, lie, strlen(lie)) < 0) continue; _exit(0);',
  'closes every descriptor': 'for (int fd = 0; fd < 64; ++fd) close(fd); _exit(0);',
  'leaves its folder and deletes what it finds':
    'if (chdir("/") != 0) abort(); unlink("/lab/program"); unlink("/proc/self/exe"); if (rmdir("/tmp") != 0) abort();',
  throws: 'throw 42;',
};

const ROOT = resolve(import.meta.dirname, '../..');
const REFERENCE = readFileSync(join(ROOT, 'solutions/010-ring/010-spsc/reference/spsc_ring.hpp'), 'utf8');
const HEADERS = ['csignal', 'cstdlib', 'cstring', 'fcntl.h', 'unistd.h'].map((name) => `#include <${name}>\n`).join('');

/** The reference, which does the deed at the first push. */
function hostile(deed: string): string {
  return REFERENCE.replace('#pragma once', `#pragma once\n${HEADERS}inline void lab_deed() { ${deed} }`)
    .replaceAll('bool try_push(', 'bool try_push_honestly(')
    .replace(
      ' private:',
      `  template <typename U> requires std::is_constructible_v<T, U&&>
  bool try_push(U&& value) { lab_deed(); return try_push_honestly(std::forward<U>(value)); }\n\n private:`,
    );
}

function runningSandboxes(): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('/lab/launch');
    } catch {
      return false;
    }
  });
}

/** What lies in `/tmp`, but for what compilers of other people on this machine put there. */
function temporaryFiles(): string[] {
  return readdirSync('/tmp').filter((name) => !/^cc\w+\.\w+$/u.test(name));
}

describe('code that does harm', () => {
  let learner: Learner;
  let folder = '';
  beforeAll(() => {
    learner = new Learner();
    folder = mkdtempSync(join(tmpdir(), 'lab-hostile-'));
  });
  afterAll(() => {
    learner[Symbol.dispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, deed] of Object.entries(DEEDS)) {
    it(`that ${name} is incorrect, is told so in a sentence, and leaves nothing behind`, async () => {
      const submission = join(folder, name.replaceAll(' ', '-'));
      mkdirSync(submission);
      writeFileSync(join(submission, 'spsc_ring.hpp'), hostile(deed));
      const before = temporaryFiles();
      const { code, stdout } = await learner.lab([
        'grade',
        'ring/spsc',
        '--submission',
        submission,
        '--correctness-only',
        '--json',
      ]);
      const { verdict, detail, checks } = receipt.parse(JSON.parse(stdout));
      expect({ verdict, detail: verdict === 'incorrect' ? '' : detail }).toEqual({ verdict: 'incorrect', detail: '' });
      expect(code).toBe(1);
      const stories = checks.filter((check) => check.status === 'failed').map((check) => check.story.at(-1) ?? '');
      expect(stories.length).toBeGreaterThan(0);
      for (const sentence of stories) expect(sentence).toMatch(/\w+ \w+/u);
      expect(runningSandboxes()).toEqual([]);
      expect(temporaryFiles().filter((entry) => !before.includes(entry))).toEqual([]);
      expect(readdirSync(submission)).toEqual(['spsc_ring.hpp']);
    });
  }
});
