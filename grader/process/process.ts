import { findBubblewrap } from './bubblewrap.ts';
import { programArgv, toolArgv, type SandboxRequest, type ToolSandboxRequest } from './sandbox.ts';

export { pkgConfig } from './pkg-config.ts';
export { run, type RunRequest } from './run.ts';
export type { Ending, ProcessEnd } from './ending.ts';
export type { SandboxRequest, ToolSandboxRequest } from './sandbox.ts';

export type SandboxKind = 'bubblewrap' | 'limits-only';

/** Whether strangers' programs run in namespaces of their own here, or with limits only. */
export async function sandboxKind(): Promise<SandboxKind> {
  return (await findBubblewrap()) ? 'bubblewrap' : 'limits-only';
}

/**
 * Complete command that runs a program with learner code in it: guard, bubblewrap where it works, launcher, program.
 * Without bubblewrap the program sees the host's files as user `nobody` (or as the user who runs the lab).
 */
export async function sandboxed(request: SandboxRequest): Promise<string[]> {
  return programArgv(request, await findBubblewrap());
}

/** The same for a tool of ours that reads a learner's files: it may start further processes. */
export async function sandboxedTool(request: ToolSandboxRequest): Promise<string[]> {
  return toolArgv(request, await findBubblewrap());
}
