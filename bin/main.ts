import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import process from 'node:process';
import { LANGUAGES } from '../grader/domain/language.ts';
import { EXIT } from '../grader/domain/verdict.ts';
import type { App, CommonOptions } from './app.ts';
import { INTERRUPTED, report, VERSION } from './report.ts';

/** A verb: gets what was typed, answers with the exit code. Loaded when it is used. */
type Verb = (app: App, ...typed: never[]) => number | Promise<number>;

const stop = new AbortController();

async function main(argv: readonly string[]): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // The second time, whoever is pressing means it.
      if (stop.signal.aborted) process.exit(INTERRUPTED);
      stop.abort();
    });
  }
  // `lab list | head`: nobody reads any more, and that is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? EXIT.passed : EXIT.bug);
  });
  const options: CommonOptions = {
    json: argv.includes('--json'),
    plain: argv.includes('--plain'),
  };
  try {
    await program().parseAsync(argv, { from: 'user' });
  } catch (error) {
    process.exitCode = await report(error, options, stop.signal);
  }
}

/** Everything that can be typed. */
function program(): Command {
  const lab = new Command('lab')
    .description('Learn high-performance networking: write C++, have it checked and measured on your own machine.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError()
    .helpCommand(false)
    .addHelpText('after', '\nExit codes: 0 passed · 1 your turn · 2 wrong usage · 3 no verdict · 70 our bug');
  verb(lab, 'start', 'where you stand, and the next step', async () => (await import('./commands/start.ts')).runStart);
  verb(
    lab,
    'read [lesson]',
    'a lesson as text, or the list of them',
    async () => (await import('./commands/read.ts')).runRead,
  );
  verb(lab, 'list', 'all exercises, and how far you are', async () => (await import('./commands/list.ts')).runList);
  verb(lab, 'grade [id]', 'check and measure your code', async () => (await import('./commands/grade.ts')).runGrade)
    .option('--solution [name]', 'grade a shipped answer: reference, naive, impostors/NAME')
    .option('--submission <folder>', 'grade the files in another folder')
    .option('--correctness-only', 'check, do not measure')
    .addOption(new Option('--profile <name>', 'how long to measure at most').choices(['quick', 'full']))
    .option('--keep-measuring', 'add evidence until it can be told, up to 30 s')
    .option('--testbed <file>', 'the ports that DPDK exercises are measured over (docs/testbeds.md)')
    .option('--edit', 'then open the file in $VISUAL or $EDITOR');
  verb(lab, 'watch [id]', 'check again on every save', async () => (await import('./commands/watch.ts')).runWatch);
  verb(lab, 'hint [id]', 'the next hint', async () => (await import('./commands/hint.ts')).runHint).option(
    '--level <n>',
    'this one: 1 is mild, 3 is strong',
    wholeNumber,
  );
  verb(
    lab,
    'reset [id]',
    'back to the starter; a backup is kept',
    async () => (await import('./commands/reset.ts')).runReset,
  )
    .option('--all', 'every exercise')
    .option('--undo', 'bring your files back')
    .option('--yes', 'without being asked');
  verb(
    lab,
    'solution [id]',
    'why it works, and how others do it',
    async () => (await import('./commands/solution.ts')).runSolution,
  )
    .option('--force', 'although it has not passed')
    .option('--code', 'print the code');
  verb(lab, 'doctor', 'what this machine can do', async () => (await import('./commands/doctor.ts')).runDoctor)
    .addOption(
      new Option('--fix [what]', 'mend what can be mended; hugepages: reserve some on this host').choices([
        'hugepages',
      ]),
    )
    .addOption(new Option('--undo <what>', 'bring back what --fix has changed on this host').choices(['hugepages']))
    .option('--no-noise', 'do not measure the noise');
  verb(
    lab,
    'probe [name]',
    'what things cost on this machine',
    async () => (await import('./commands/probe.ts')).runProbes,
  ).option('--all', 'measure everything, about 15 s');
  verb(
    lab,
    'progress',
    'take what you have done to another machine',
    async () => (await import('./commands/progress.ts')).runProgress,
  )
    .addArgument(new Argument('<action>').choices(['export', 'import']))
    .argument('<file>', 'where to, or where from; - is standard output or input');
  verb(lab, 'clean', 'remove what can be made again', async () => (await import('./commands/clean.ts')).runClean);
  verb(
    lab,
    'audit [id]',
    'does every shipped answer get its verdict?',
    async () => (await import('./commands/audit.ts')).runAudit,
  )
    .option('--only <text>', 'only answers whose name contains this')
    .option('--testbed <file>', 'over the ports that it names (docs/testbeds.md)')
    .option('--report <file>', 'write the report as JSON, too');
  verb(
    lab,
    'new <id>',
    'a new exercise that works, to be changed',
    async () => (await import('./commands/new.ts')).runNew,
  );
  verb(
    lab,
    'simulate <file>',
    'run one C++ file on the simulated machine',
    async () => (await import('./commands/simulate.ts')).runSimulate,
  )
    .option('--schedules <n>', 'how many runs at most', wholeNumber)
    .addOption(new Option('--memory <model>', 'what the memory may do').choices(['sc', 'tso', 'cpp']))
    .option('--replay <choices>', 'only the run with these choices');
  verb(
    lab,
    'bench <name>',
    'benchmarks of the lab itself: verdicts, ring, sockets, dpdk, grade, cli',
    async () => (await import('./commands/bench.ts')).runBench,
  )
    .option('--repetitions <n>', 'how often', wholeNumber)
    .option('--testbed <file>', 'of dpdk: the ports it is measured over (docs/testbeds.md)')
    .option('--seed <n>', 'of simulations', wholeNumber);
  verb(
    lab,
    'judge',
    'judge recorded rounds again',
    async () => (await import('./commands/judge.ts')).runJudge,
  ).requiredOption('--replay <file>', 'the recording, as lab grade --json names it');
  return lab;
}

/** Adds a verb with the options that all of them have. Commander inherits the settings of its parent. */
function verb(lab: Command, name: string, description: string, load: () => Promise<Verb>): Command {
  const command = lab.command(name).description(description);
  command
    .option('--json', 'one JSON object on standard output (docs/json.md)')
    .option('--plain', 'no colour, no drawing over lines')
    .addOption(new Option('--lang <language>', 'language of the texts').choices([...LANGUAGES]))
    .action(async (...typed: unknown[]) => {
      typed.pop(); // the command itself; what is left is the arguments, then the options
      const { openApp } = await import('./app.ts');
      const app = openApp(typed.at(-1) as CommonOptions, stop.signal);
      const run = await load();
      process.exitCode = await run(app, ...(typed as never[]));
    });
  return command;
}

function wholeNumber(text: string): number {
  if (!/^\d+$/u.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

await main(process.argv.slice(2));
