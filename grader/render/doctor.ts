import type { CapabilityReport, DoctorReport, ExerciseReport, NoiseReport } from '../domain/doctor-report.ts';
import type { MachineFacts } from '../domain/receipt.ts';
import { renderHost } from './host.ts';
import type { Screen } from './screen.ts';
import { formatPercent, formatRatio, formatRatioNumber, formatSeconds } from './text/figures.ts';
import { hang, padEnd, separated, widthOf } from './text/layout.ts';
import { penFor, type Pen } from './text/pen.ts';
import { layTable, tableWidth } from './text/table.ts';
import { CAPABILITY_NAMES, DOCTOR } from './words/doctor.ts';

const INDENT = '  ';

/** Whether the lab can work here, in one sentence; then what was seen, and for everything amiss what to do. */
export function renderDoctor(report: DoctorReport, screen: Screen): string {
  const pen = penFor(screen);
  const section = (title: string, lines: readonly string[]): string[] => [pen.bold(title), ...lines];
  const parts = [
    summary(report, pen),
    section(pen.say(DOCTOR.machine)(), machineLines(report.machine, pen)),
    section(pen.say(DOCTOR.abilities)(), capabilityLines(report.capabilities, pen)),
    section(pen.say(DOCTOR.timing)(), timingLines(report, pen)),
    renderHost(report.host, pen),
    ...(report.exercises.length === 0
      ? []
      : [section(pen.say(DOCTOR.exercises)(), exerciseLines(report.exercises, pen))]),
  ];
  return separated(parts).join('\n');
}

function summary({ exercises }: DoctorReport, pen: Pen): string[] {
  const total = exercises.length;
  const checked = exercises.filter(({ correctness }) => correctness).length;
  const timed = exercises.filter((one) => one.timed);
  const fast = timed.filter(({ speed }) => speed).length;
  const well = checked === total && fast === timed.length;
  const sentence = well
    ? pen.good(pen.say(DOCTOR.allWell)())
    : pen.unsure(pen.say(DOCTOR.some)(checked, total, fast, timed.length));
  return hang(pen.bold(sentence), pen.columns, '');
}

function machineLines({ cpu, cores, virtual, kernel, compiler, sandbox }: MachineFacts, pen: Pen): string[] {
  const facts = [
    cpu,
    pen.say(DOCTOR.cores)(cores),
    ...(virtual ? [pen.say(DOCTOR.virtual)()] : []),
    kernel,
    compiler,
    sandbox === 'limits-only' ? pen.say(DOCTOR.limitsOnly)() : sandbox,
  ];
  const known = facts.map(pen.foreign).filter((fact) => fact !== '');
  return hang(known.join(` ${pen.glyphs.dot} `), pen.columns, INDENT);
}

function capabilityLines(capabilities: readonly CapabilityReport[], pen: Pen): string[] {
  const names = capabilities.map(({ capability }) => pen.say(CAPABILITY_NAMES[capability]));
  const width = Math.max(0, ...names.map(widthOf));
  return capabilities.flatMap(({ ok, why, fix }, index) => {
    const first = `${INDENT}${mark(ok, pen)} ${padEnd(names[index] ?? '', width)}  `;
    const rest = ' '.repeat(widthOf(first));
    const lines = hang(ok ? pen.dim(pen.foreign(why)) : pen.foreign(why), pen.columns, first, rest);
    return fix === ''
      ? lines
      : [...lines, ...hang(pen.accent(pen.say(DOCTOR.fix)(pen.foreign(fix))), pen.columns, rest)];
  });
}

function timingLines({ cpuPlan, noise }: DoctorReport, pen: Pen): string[] {
  if (cpuPlan.kind === 'refused') {
    return [
      ...hang(pen.say(DOCTOR.notTimed)(pen.foreign(cpuPlan.why)), pen.columns, `${INDENT}${mark(false, pen)} `),
      ...(cpuPlan.fix === ''
        ? []
        : hang(pen.accent(pen.say(DOCTOR.fix)(pen.foreign(cpuPlan.fix))), pen.columns, '    ')),
    ];
  }
  const cpus = pen.say(DOCTOR.cpus)(cpuPlan.cpus.join(', '), pen.foreign(cpuPlan.why));
  return [...hang(cpus, pen.columns, INDENT), ...(noise ? noiseLines(noise, pen) : [])];
}

function noiseLines(
  { blocks, ratio, neighbours, hypervisor, interruptsPerSecond, seconds }: NoiseReport,
  pen: Pen,
): string[] {
  const interrupts = Math.round(interruptsPerSecond).toLocaleString('en');
  const shares = pen.say(DOCTOR.shares)(formatPercent(neighbours), formatPercent(hypervisor), interrupts);
  const over = pen.say(DOCTOR.over)(blocks, formatSeconds(seconds));
  const itself = ratio
    ? pen.say(DOCTOR.ratio)(
        formatRatio(ratio.median, pen.glyphs),
        formatRatioNumber(ratio.low),
        formatRatioNumber(ratio.high),
      )
    : pen.unsure(pen.say(DOCTOR.tooBusy)());
  return [...hang(itself, pen.columns, INDENT), ...hang(pen.dim(`${over}. ${shares}`), pen.columns, INDENT)];
}

function exerciseLines(exercises: readonly ExerciseReport[], pen: Pen): string[] {
  const rows = exercises.map((report) => [
    report.exercise,
    pen.foreign(pen.say(report.title)),
    ...exerciseFacts(report, pen),
  ]);
  const room = pen.columns - INDENT.length;
  // Under each other where there is no room beside each other.
  const narrow = rows.flatMap(([id = '', title = '', ...facts]) => [
    ...hang(`${id}  ${title}`, pen.columns, INDENT, INDENT + INDENT),
    ...hang(facts.filter((fact) => fact !== '').join('  '), pen.columns, INDENT + INDENT),
  ]);
  return tableWidth(rows) <= room ? layTable(rows, { columns: room }).map((line) => INDENT + line) : narrow;
}

function exerciseFacts({ correctness, speed, timed, lacking, seconds }: ExerciseReport, pen: Pen): string[] {
  const about = pen.dim(pen.say(DOCTOR.about)(formatSeconds(Math.max(1, Math.round(seconds)))));
  const names = lacking.map((one) => pen.say(CAPABILITY_NAMES[one]));
  return [
    `${mark(correctness, pen)} ${pen.say(DOCTOR.correctness)()}`,
    timed ? `${mark(speed, pen)} ${pen.say(DOCTOR.speed)()}` : '',
    names.length === 0 ? about : pen.say(DOCTOR.lacking)(names.join(', ')),
  ];
}

function mark(ok: boolean, pen: Pen): string {
  return ok ? pen.good(pen.glyphs.passed) : pen.bad(pen.glyphs.failed);
}
