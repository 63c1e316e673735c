import type { ArmFault, BlockPlan, BlockRecord, Conductor, WorkloadPlan } from '../../native/native.ts';
import { nativeCore } from '../../native/native.ts';
import { Bug, Cancelled } from '../domain/errors.ts';
import { loadOf, type Metric } from '../domain/exercise.ts';
import type { MetricResult } from '../domain/receipt.ts';
import { block as blockSchema, type Block, type Role } from '../domain/rounds.ts';
import type { Testbed } from '../testbed/testbed.ts';
import { DistributionRecorder } from './distribution.ts';

/** Learner/reference slice pairs in a block (measurement.md 2.0: M = 4). */
const PAIRS = 4;
/** One naive/reference pair says enough of a baseline that is several times slower (measurement.md 2.6, G4). */
const CONTROL_PAIRS = 1;
/** Shorter than most bursts of noise, long against the ~50 us it takes to wake an arm (measurement.md 3.2). */
const SLICE_MS = 10;
/**
 * Of percentiles: 20 samples have to lie above one for it to mean anything (measurement.md 2.2), and a tenth less is
 * sent where the jitter takes it. Longer slices come in fewer pairs.
 */
const PERCENTILE_PLANS = {
  p50: { pairs: PAIRS, sliceMs: 20, leastItems: 50 },
  p90: { pairs: PAIRS, sliceMs: 20, leastItems: 250 },
  p99: { pairs: 2, sliceMs: 80, leastItems: 2500 },
  p999: { pairs: 1, sliceMs: 700, leastItems: 25_000 },
} as const;
/**
 * A trial that may lose something: long enough for a backlog to outgrow the queues between (measurement.md 2.4), and
 * one of each program in a block. Both programs of a pair meet the same schedule.
 */
const LOSS_PLAN = { pairs: 1, sliceMs: 100, leastItems: 1 } as const;
/** Enough to fill caches and to find out how many items make a slice. */
const WARM_MS = 10;
/** An arm that carries nothing for this long does not carry: 500 slices. */
const ORDER_TIMEOUT_MS = 5000;

/** What the next block shall measure. */
export interface BlockRequest {
  /** Names of the metrics that are not decided yet. */
  readonly metrics: readonly string[];
  /** True while the positive control is not established for one of them. */
  readonly control: boolean;
}

/** A block is evidence; a fault of an arm ends the session. */
export type BlockOutcome =
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'fault'; readonly fault: ArmFault };

/**
 * A timing session: fresh processes of every arm in each block, slices interleaved in an order that our coin chooses,
 * timed by a native thread outside the learner's process. Knows nothing of verdicts: the caller looks at the blocks
 * and asks for another one.
 */
export interface Trial extends Disposable {
  nextBlock(request: BlockRequest): Promise<BlockOutcome>;
  /** Latency of single items so far, for one metric, where its workload records it. */
  distribution(metric: string): MetricResult['distribution'];
}

export interface TrialOptions {
  readonly testbed: Testbed;
  readonly metrics: readonly Metric[];
  /** 16 hex digits: coins, pads, order seeds and slice jitter follow from it and the block's index. */
  readonly seed: string;
  /** Index of the first block: evidence that is added to goes on counting. */
  readonly firstIndex: number;
  readonly signal: AbortSignal;
}

/** Opens a timing session on an open testbed. */
export function openTrial(options: TrialOptions): Trial {
  const { testbed, metrics, signal } = options;
  const { Conductor } = nativeCore();
  const conductor = new Conductor({
    seed: options.seed,
    cpus: testbed.cpus,
    orderTimeoutMs: ORDER_TIMEOUT_MS,
    driven: testbed.driven,
  });
  const recorder = new DistributionRecorder();
  /** What the reference carries without loss, by workload: found out in the first block, and the same from then on. */
  const carried = new Map<number, number>();
  const onAbort = (): void => {
    conductor.cancel();
  };
  signal.addEventListener('abort', onAbort);
  let index = options.firstIndex;
  return {
    async nextBlock(request) {
      if (signal.aborted) throw new Cancelled();
      const record = await conduct(conductor, blockPlan(testbed, metrics, request, index, carried), signal);
      index += 1;
      if (record.fault) return { kind: 'fault', fault: record.fault };
      recorder.add(record);
      for (const { metric, carried: rate } of record.workloads) {
        const workload = metrics.find(({ name }) => name === metric)?.workload;
        if (workload !== undefined && rate !== undefined) carried.set(workload, rate);
      }
      return { kind: 'block', block: toBlock(record) };
    },
    distribution: (metric) => recorder.summary(metric),
    [Symbol.dispose]() {
      signal.removeEventListener('abort', onAbort);
      conductor.cancel();
    },
  };
}

function blockPlan(
  testbed: Testbed,
  metrics: readonly Metric[],
  request: BlockRequest,
  index: number,
  carried: ReadonlyMap<number, number>,
): BlockPlan {
  const roles: readonly Role[] = request.control ? ['learner', 'reference', 'naive'] : ['learner', 'reference'];
  return {
    index,
    arms: roles.map((role) => ({ role, argv: testbed.argv[role] })),
    workloads: metrics
      .filter((metric) => request.metrics.includes(metric.name))
      .map((metric) => ({
        metric: metric.name,
        workload: metric.workload,
        recordDistribution: metric.distribution,
        pairs: slicesOf(metric).pairs,
        controlPairs: request.control ? CONTROL_PAIRS : 0,
        sliceMs: slicesOf(metric).sliceMs,
        leastItems: slicesOf(metric).leastItems,
        load: loadOf(metric) ?? 0,
        carried: carried.get(metric.workload) ?? 0,
      })),
    warmMs: WARM_MS,
  };
}

function slicesOf({ quantity = 'rate' }: Metric): Pick<WorkloadPlan, 'pairs' | 'sliceMs' | 'leastItems'> {
  if (quantity === 'rate') return { pairs: PAIRS, sliceMs: SLICE_MS, leastItems: 1 };
  return quantity === 'loss' ? LOSS_PLAN : PERCENTILE_PLANS[quantity];
}

async function conduct(conductor: Conductor, plan: BlockPlan, signal: AbortSignal): Promise<BlockRecord> {
  try {
    return await conductor.runBlock(plan);
  } catch (error) {
    if (signal.aborted) throw new Cancelled();
    throw error;
  }
}

function toBlock(record: BlockRecord): Block {
  const parsed = blockSchema.safeParse(record);
  if (!parsed.success) throw new Bug(`the conductor's record does not fit the schema: ${parsed.error.message}`);
  return parsed.data;
}
