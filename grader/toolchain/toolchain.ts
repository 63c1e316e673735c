export { build, type BuildOutcome, type BuildRequest } from './build.ts';
export { findCompiler, type Compiler } from './compiler.ts';
export type { Diagnostic } from './diagnostics.ts';
export { writeEditorSupport } from './editor-support.ts';
export { tryProfile, type TryProfileRequest } from './try-profile.ts';
