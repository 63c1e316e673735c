import type { ProbeRecord } from '../../native/native.ts';
import { Bug } from '../domain/errors.ts';
import {
  PROBE_SCHEMA,
  probeResult,
  type AbsentFigure,
  type ProbeFigure,
  type ProbeInfo,
  type ProbeResult,
} from '../domain/probe.ts';
import { explainNote } from './notes.ts';
import { explainRefusal } from './refusals.ts';

/** What the core recorded, with the words and units of the catalogue, and held against the schema. */
export function fromRecord(info: ProbeInfo, record: ProbeRecord, cpus: readonly number[]): ProbeResult {
  const figures = record.figures.map((figure) => figureOf(info, figure));
  const absent = record.absent.flatMap((one) => absentOf(info, one));
  const first = absent[0];
  const parsed = probeResult.safeParse({
    schema: PROBE_SCHEMA,
    name: info.name,
    title: info.title,
    method: info.method,
    figures,
    absent,
    sweep: sweepOf(info, record),
    cpus: [...cpus],
    seconds: record.seconds,
    waited: record.waited,
    unsupported: figures.length === 0 && first ? { why: first.why, fix: first.fix } : null,
  });
  if (!parsed.success) throw new Bug(`the record of probe ${info.name} does not fit: ${parsed.error.message}`);
  return parsed.data;
}

function figureOf(info: ProbeInfo, { name, note, low, median, high }: ProbeRecord['figures'][number]): ProbeFigure {
  const known = info.figures.find((figure) => figure.name === name);
  if (!known) throw new Bug(`probe ${info.name} measured ${name}, which nobody knows`);
  const said = explainNote(note);
  return { ...known, low, median, high, ...(said ? { note: said } : {}) };
}

/** A refusal without a name stands for every figure. */
function absentOf(info: ProbeInfo, { name, code, detail }: ProbeRecord['absent'][number]): AbsentFigure[] {
  const { why, fix } = explainRefusal(code, detail);
  return info.figures
    .filter((figure) => name === '' || figure.name === name)
    .map((figure) => ({ name: figure.name, title: figure.title, why, fix }));
}

function sweepOf({ sweep }: ProbeInfo, record: ProbeRecord): ProbeResult['sweep'] {
  const series = record.sweep.filter(({ points }) => points.length > 0);
  if (!sweep || series.length === 0) return null;
  return {
    ...sweep,
    series: series.map(({ name, points }) => ({
      name,
      title: sweep.series[name] ?? { en: name, ko: name },
      points: points.map(({ x, low, median, high }) => ({ x, low, median, high })),
    })),
  };
}
