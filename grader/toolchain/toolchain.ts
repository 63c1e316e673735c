export { build, type BuildOutcome } from './build.ts';
export { findCompiler, type Compiler } from './compiler.ts';
export type { Diagnostic } from './diagnostics.ts';
export { writeEditorSupport } from './editor-support.ts';
export { buildScenario } from './build-scenario.ts';
export { tryProfile } from './try-profile.ts';
