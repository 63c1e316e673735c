export { planCpus } from './cpu-plan.ts';
export { fingerprint, machineFacts } from './facts.ts';
export { measureLock, type MeasureLockOptions } from './measure-lock.ts';
export { probe, type Probe, type ProbeContext } from './probe.ts';
