import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
/** Our sources find their checkout by where they are: they are copied. Everything else is only looked at. */
const COPIED = new Set(['bin', 'grader', 'lessons']);

/** A checkout with the fixture's two lessons in place of the book: tests of the player do not depend on its texts. */
export class FixtureCheckout implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'lab-checkout-'));

  constructor() {
    for (const name of readdirSync(ROOT).filter((one) => !one.startsWith('.') || one === '.cache')) {
      if (!COPIED.has(name)) symlinkSync(join(ROOT, name), join(this.root, name));
    }
    cpSync(join(ROOT, 'bin'), join(this.root, 'bin'), { recursive: true });
    cpSync(join(ROOT, 'grader'), join(this.root, 'grader'), { recursive: true });
    mkdirSync(join(this.root, 'lessons'));
    for (const room of ['book', 'player']) {
      cpSync(join(ROOT, 'lessons', room), join(this.root, 'lessons', room), { recursive: true });
    }
    const fixture = join(ROOT, 'lessons/book/fixture/lessons/chapters');
    cpSync(fixture, join(this.root, 'lessons/chapters'), { recursive: true });
  }

  get lab(): string {
    return join(this.root, 'bin/lab');
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
