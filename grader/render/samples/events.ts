import type { GradeEvent } from '../../domain/events.ts';
import { checkOf, PASSED_METRICS, SLOW_METRICS, STEP_NAMES } from './results.ts';

/** A whole grade as it is heard of. */
export const EVENTS: readonly GradeEvent[] = [
  { kind: 'stage', stage: 'preparing' },
  { kind: 'stage', stage: 'building' },
  { kind: 'built', program: 'check/behaviour.cc', seconds: 0.8, cached: false },
  { kind: 'step-started', name: 'one-item' },
  { kind: 'step-ended', result: checkOf('one-item') },
  { kind: 'step-started', name: 'boundaries' },
  { kind: 'step-started', name: 'race-single' },
  { kind: 'step-started', name: 'order-under-load' },
  ...STEP_NAMES.slice(1).map((name): GradeEvent => ({ kind: 'step-ended', result: checkOf(name) })),
  { kind: 'warning', text: 'this verdict could not be saved: the disk is full', next: 'lab doctor' },
  { kind: 'waiting', holder: 'lab grade ring/spsc (process 4711)' },
  { kind: 'stage', stage: 'measuring' },
  { kind: 'block', index: 0, metrics: [...SLOW_METRICS], seconds: 0.4, capSeconds: 30 },
  { kind: 'block', index: 6, metrics: [...PASSED_METRICS], seconds: 12.4, capSeconds: 30 },
];
