import type { SimulationReport } from '../domain/simulation-report.ts';
import { renderMoments } from './receipt/moments.ts';
import type { Screen } from './screen.ts';
import { hang, separated } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { SIMULATION } from './words/simulation.ts';

/** Of a run that is the whole answer, more can be shown than in a receipt. */
const MOST_MOMENTS = 12;
/** Lines of a compiler. */
const MOST_LINES = 20;

/** What the simulated machine found in a file: how far it looked, and the shortest run that went wrong. */
export function renderSimulation(report: SimulationReport, screen: Screen): string {
  const pen = penFor(screen);
  const name = pen.foreign(report.file);
  switch (report.outcome) {
    case 'build-failed': {
      const lines = pen.foreign(report.conclusion).trim().split('\n').slice(0, MOST_LINES);
      return [...hang(pen.bold(pen.bad(pen.say(SIMULATION.buildFailed)(name))), pen.columns, ''), ...lines].join('\n');
    }
    case 'went-wrong':
      return separated([
        hang(pen.bold(pen.bad(pen.say(SIMULATION.wentWrong)(name, report.runs))), pen.columns, ''),
        renderMoments(report.moments, pen, MOST_MOMENTS),
        hang(pen.bold(pen.foreign(report.conclusion)), pen.columns, `  ${pen.bad(pen.glyphs.conclusion)} `),
        renderReplay(report, name, pen),
      ]).join('\n');
    case 'nothing-found': {
      const found = report.all ? SIMULATION.allRight : SIMULATION.nothingFound;
      const sentence = pen.bold(pen.good(pen.say(found)(name, report.runs)));
      return separated([hang(sentence, pen.columns, ''), renderLines(report, pen)]).join('\n');
    }
  }
}

function renderReplay({ replay, memory }: SimulationReport, name: string, pen: Pen): string[] {
  if (replay === null) return [];
  const weaker = memory === 'cpp' ? '' : ` --memory ${memory}`;
  const command = `lab simulate ${name}${weaker} --replay '${pen.foreign(replay)}'`;
  return hang(`${pen.bold(pen.say(SIMULATION.again)())} ${pen.accent(command)}`, pen.columns, '', '      ');
}

function renderLines({ lines }: SimulationReport, pen: Pen): string[] {
  if (lines === null) return [];
  const { accesses, transfers, upgrades, invalidations } = lines;
  return hang(pen.say(SIMULATION.lines)(accesses, transfers, upgrades, invalidations), pen.columns, '  ');
}
