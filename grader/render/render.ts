/**
 * Results to text: everything that the lab says on a terminal is made here, and nothing is written or asked. A
 * `Screen` says what for; what comes from a learner's program is stripped of whatever a terminal would obey.
 */
export type { Screen } from './screen.ts';
export { renderReceipt } from './receipt/receipt.ts';
export { advanceProgress, renderProgress, startProgress } from './progress.ts';
export { renderEventLine } from './event-line.ts';
export { renderList } from './list.ts';
export { renderRoadmap } from './roadmap.ts';
export { renderDoctor } from './doctor.ts';
export { renderAudit, renderAuditCase } from './audit.ts';
export { renderBench } from './bench.ts';
export { renderJudgement } from './judgement.ts';
export { renderBug, renderError } from './errors.ts';
export { renderMarkdown } from './markdown/markdown.ts';
export { pathLink } from './text/link.ts';
export { stripControl } from './text/strip-control.ts';
