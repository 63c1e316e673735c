import { BENCHMARKS, runBenchmark, type Benchmark } from '../../grader/bench/bench.ts';
import { loadCatalog } from '../../grader/catalog/catalog.ts';
import { UserError } from '../../grader/domain/errors.ts';
import { readTestbedFile } from '../../grader/testbed/testbed.ts';
import { renderBench } from '../../grader/render/bench.ts';
import { gradeContext, type App } from '../app.ts';
import { LiveRegion } from '../live-region.ts';

const SEED = 1;

/** `lab bench <name>`: the benchmarks that prove what the lab says of itself. */
export async function runBench(
  app: App,
  name: string,
  options: { readonly repetitions?: number; readonly seed?: number; readonly testbed?: string },
): Promise<number> {
  const known = BENCHMARKS.find((each): each is Benchmark => each === name);
  if (!known)
    throw new UserError('unknown-benchmark', `there is no benchmark "${name}"`, `lab bench ${BENCHMARKS.join(' | ')}`);
  if (options.testbed !== undefined && known !== 'dpdk')
    throw new UserError('unused-testbed', `lab bench ${known} has no ports of DPDK`, `lab bench ${known}`);
  const result = await measured(known);
  app.print(app.json ? JSON.stringify({ schema: 1, ...result }, null, 2) : renderBench(result, app.screen));
  return 0;

  async function measured(benchmark: Benchmark): ReturnType<typeof runBenchmark> {
    using region = app.live ? new LiveRegion() : null;
    return await runBenchmark(benchmark, {
      exercises: loadCatalog(app.paths.root).exercises,
      context: gradeContext(app),
      seed: options.seed ?? SEED,
      ...(options.testbed === undefined ? {} : { testbed: readTestbedFile(options.testbed) }),
      ...(options.repetitions === undefined ? {} : { repetitions: options.repetitions }),
      onProgress: (line) => region?.draw(line),
    });
  }
}
