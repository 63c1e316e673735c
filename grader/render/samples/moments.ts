import type { Moment } from '../../domain/receipt.ts';
import type { SimulationReport } from '../../domain/simulation-report.ts';

const at = (line: number, code: string): Moment['place'] => ({ file: 'spsc_ring.hpp', line, code });

/** A publication without release, as the simulated machine tells it. */
export const MOMENTS: readonly Moment[] = [
  { thread: 'producer', key: false, text: 'try_push(1)', place: null },
  {
    thread: 'producer',
    key: true,
    text: 'writes, plainly',
    place: at(102, '::new (static_cast<void*>(&slot)) T(value);'),
  },
  {
    thread: 'producer',
    key: true,
    text: 'stores 1 (relaxed)',
    place: at(82, 'tail_.store(tail + 1, std::memory_order_relaxed);'),
  },
  {
    thread: 'consumer',
    key: false,
    text: 'reads 0 (relaxed)',
    place: at(34, 'const auto head = head_.load(relaxed);'),
  },
  {
    thread: 'consumer',
    key: true,
    text: 'reads 1 (acquire)',
    place: at(94, 'if (tail_.load(acquire) == head) return false;'),
  },
  { thread: 'consumer', key: true, text: 'reads, plainly', place: at(37, 'out = std::move(oldest);') },
];

export const SIMULATIONS: readonly SimulationReport[] = [
  {
    schema: 1,
    file: 'door.cc',
    memory: 'cpp',
    outcome: 'nothing-found',
    runs: 120,
    all: true,
    conclusion: '',
    moments: [],
    replay: null,
    lines: { accesses: 58, transfers: 9, upgrades: 4, invalidations: 6 },
    seconds: 0.4,
  },
  {
    schema: 1,
    file: 'door.cc',
    memory: 'tso',
    outcome: 'went-wrong',
    runs: 3,
    all: false,
    conclusion: 'Both are inside.',
    moments: [...MOMENTS],
    replay: '5:1,8:1',
    lines: null,
    seconds: 0.4,
  },
  {
    schema: 1,
    file: 'door.cc',
    memory: 'cpp',
    outcome: 'build-failed',
    runs: 0,
    all: false,
    conclusion: 'door.cc:3:1: error: expected unqualified-id',
    moments: [],
    replay: null,
    lines: null,
    seconds: 0.4,
  },
];
