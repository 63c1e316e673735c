import { UserError } from '../../grader/domain/errors.ts';
import { PROBE_NAMES, PROBE_SCHEMA, type ProbeName, type ProbeResult } from '../../grader/domain/probe.ts';
import { EXIT } from '../../grader/domain/verdict.ts';
import { PROBES, runProbe } from '../../grader/probe/probe.ts';
import {
  renderProbe,
  renderProbeBriefly,
  renderProbeList,
  renderProbeNext,
  renderProbeProgress,
} from '../../grader/render/probe.ts';
import type { App } from '../app.ts';
import { LiveRegion } from '../live-region.ts';

/** `lab probe [name]`: measures this machine. Without a name, what there is; with `--all`, everything. */
export async function runProbes(
  app: App,
  typed: string | undefined,
  options: { readonly all?: boolean },
): Promise<number> {
  if (options.all) {
    if (typed !== undefined)
      throw new UserError('usage', `--all measures everything, not only "${typed}"`, 'Leave one of them out.');
    return await runAll(app);
  }
  if (typed === undefined) return list(app);
  const result = await measure(app, chosen(typed));
  app.print(app.json ? JSON.stringify(result, null, 2) : renderProbe(result, app.screen));
  return result.unsupported ? EXIT.noVerdict : EXIT.passed;
}

function list(app: App): number {
  app.print(
    app.json ? JSON.stringify({ schema: PROBE_SCHEMA, probes: PROBES }, null, 2) : renderProbeList(PROBES, app.screen),
  );
  return EXIT.passed;
}

async function runAll(app: App): Promise<number> {
  const results: ProbeResult[] = [];
  for (const name of PROBE_NAMES) {
    const result = await measure(app, name);
    results.push(result);
    if (!app.json) app.print(`${results.length > 1 ? '\n' : ''}${renderProbeBriefly(result, app.screen)}`);
  }
  app.print(app.json ? JSON.stringify({ schema: PROBE_SCHEMA, results }, null, 2) : `\n${renderProbeNext(app.screen)}`);
  return results.every((result) => result.unsupported) ? EXIT.noVerdict : EXIT.passed;
}

async function measure(app: App, name: ProbeName): Promise<ProbeResult> {
  using region = app.live ? new LiveRegion() : null;
  return await runProbe(name, {
    signal: app.signal,
    onStart: () => region?.draw(renderProbeProgress(name, null, app.screen), true),
    onWait: (holder) => {
      const text = renderProbeProgress(name, holder, app.screen);
      if (region) region.draw(text, true);
      else app.say(text);
    },
  });
}

/** A name, or the beginning of one. */
function chosen(typed: string): ProbeName {
  const exact = PROBE_NAMES.find((name) => name === typed);
  const begun = PROBE_NAMES.filter((name) => name.startsWith(typed));
  const only = exact ?? (begun.length === 1 ? begun[0] : undefined);
  if (only) return only;
  const near = PROBE_NAMES.filter((name) => name.split('-').some((word) => typed.includes(word)));
  const meant = begun.length > 1 ? begun : near;
  throw new UserError(
    'unknown-probe',
    begun.length > 1 ? `"${typed}" could be ${begun.join(' or ')}` : `there is no probe "${typed}"`,
    meant.length > 0 ? `Did you mean: ${meant.map((name) => `lab probe ${name}`).join(', ')}` : 'lab probe lists them.',
  );
}
