export { findCables } from './cables.ts';
export { checkChosenCpus, planCpus } from './cpu-plan.ts';
export { fingerprint, machineFacts } from './facts.ts';
export { findHostFacts } from './host.ts';
export { hasReservedHugePages, reserveHugePages, restoreHugePages } from './huge-pages.ts';
export { measureLock } from './measure-lock.ts';
export { probe } from './probe.ts';
export { findWire } from './wire.ts';
