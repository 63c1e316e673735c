import { writeFileSync } from 'node:fs';

/** The kernel's view of its devices, as files. Tests put a folder and a writer of their own in its place. */
export interface Sysfs {
  /** `/`, with `sys`, `proc` and `run` below it. */
  readonly root: string;
  /** Writes a file below the root; the kernel acts on it at once, or refuses by throwing. */
  readonly write: (file: string, text: string) => void;
}

export const KERNEL: Sysfs = {
  root: '/',
  write: (file, text) => {
    writeFileSync(file, text);
  },
};
