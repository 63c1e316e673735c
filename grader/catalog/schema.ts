import { z } from 'zod';
import {
  BUILD_PROFILES,
  CAPABILITIES,
  PACKAGES,
  QUANTITIES,
  TESTBEDS,
  type Exercise,
  type ExerciseId,
} from '../domain/exercise.ts';
import {
  faultsOfIssue,
  filledText as text,
  form,
  jsonPath,
  localizedText as localized,
  strict,
} from '../domain/strict-schema.ts';
import type { Fault } from './faults.ts';

/** File names that cannot leave their folder, on any system. */
export const FILE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/u;
/** Our programs: below `check/`, nowhere else. */
export const SOURCE_NAME = /^check\/[A-Za-z0-9_][A-Za-z0-9_.-]*\.cc$/u;
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/u;
const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;
/** A check that takes longer than ten minutes is not one that people run on every save. */
const LONGEST_CHECK_SECONDS = 600;
/** `lab::Order::workload` is an unsigned 32-bit number. */
const LARGEST_WORKLOAD = 0xff_ff_ff_ff;

const number = (words: string, low: number, high: number): z.ZodNumber =>
  z.number(words).gt(low, words).lt(high, words);
const source = form(SOURCE_NAME, 'a .cc file in check/: check/behaviour.cc');

/** The generator's limits: a sequence number has to fit in, and the whole into an IPv4 datagram (netload/message.hpp). */
const BYTES_WORDS = 'bytes of a datagram, from 16 to 65507';
const counted = (words: string, most: number): z.ZodInt => z.int(words).min(1, words).max(most, words);
const traffic = strict({
  loop: z.enum(['closed', 'window', 'open']),
  bytes: z.int(BYTES_WORDS).min(16, BYTES_WORDS).max(65_507, BYTES_WORDS),
  path: z.enum(['echo', 'relay']).optional(),
  outstanding: counted('messages under way, from 1 to 4096', 4096).optional(),
  rate: counted('datagrams a second, up to ten million', 10_000_000).optional(),
  arrivals: z.enum(['constant', 'poisson', 'bursts']).optional(),
  burst: number('a multiple of what a queue holds by default, up to 16', 0, 16).optional(),
});

const deviceLine = strict({
  line: number('a ratio between 0 and 1: the reference has to beat it', 0, 1),
  naive: number('a ratio between 0 and 1: slower than the reference', 0, 1),
});

const metric = strict({
  name: form(KEBAB, 'small letters and dashes: round-trip'),
  title: localized,
  workload: z
    .int('a whole number from 0')
    .min(0, 'a whole number from 0')
    .max(LARGEST_WORKLOAD, 'an unsigned 32-bit number'),
  unit: z.enum(['items/s', 'ns', 'share']),
  clock: z.enum(['wall', 'cpu']),
  line: number('a ratio between 0 and 1: the reference has to beat it', 0, 1),
  naive: z
    .number('a ratio from 0 to 1: slower than the reference')
    .min(0, 'a ratio from 0 to 1: slower than the reference')
    .lt(1, 'a ratio from 0 to 1: slower than the reference'),
  deadBand: z
    .number('a fraction from 0 to 0.5')
    .min(0, 'a fraction from 0 to 0.5')
    .max(0.5, 'a fraction from 0 to 0.5'),
  distribution: z.boolean('true or false'),
  floor: z.literal(true, 'true, or left out').optional(),
  quantity: z.enum(QUANTITIES).optional(),
  traffic: traffic.optional(),
  devices: strict({ 'veth-packet': deviceLine.optional() }).optional(),
  load: number('a share between 0 and 1: of the rate that the reference carries', 0, 1).optional(),
});

const amount = z.number('a number from 0').min(0, 'a number from 0');
const count = strict({
  name: form(KEBAB, 'small letters and dashes: transfers'),
  title: localized,
  unit: text,
  line: number('a number above 0: at most this much', 0, Infinity),
  reference: amount,
  naive: amount,
});

/**
 * `exercise.json`. Every key but `counts`, `packages`, `arm`, `host` and those of packets is required, and there are no others.
 */
const exerciseFile = strict({
  schema: z.literal(1),
  title: localized,
  summary: localized,
  concepts: z.array(text, 'a list of texts').min(1, 'at least one'),
  requires: strict({
    correctness: z.array(z.enum(CAPABILITIES), 'a list of capabilities'),
    speed: z.array(z.enum(CAPABILITIES), 'a list of capabilities'),
  }),
  after: z.array(
    form(ID, 'the id of an exercise: ring/spsc').transform((id) => id as ExerciseId),
    'a list of exercise ids',
  ),
  minutes: z.int('a whole number from 1').min(1, 'a whole number from 1'),
  testbed: z.enum(TESTBEDS),
  packages: z.array(z.enum(PACKAGES), 'a list of libraries').default([]),
  files: z
    .array(form(FILE_NAME, 'a file name without folders: spsc_ring.hpp'), 'a list of file names')
    .min(1, 'at least one'),
  checks: z
    .array(
      strict({
        source,
        profile: z.enum(BUILD_PROFILES),
        seconds: z
          .number('seconds, from 1 to 600')
          .min(1, 'seconds, from 1 to 600')
          .max(LONGEST_CHECK_SECONDS, 'seconds, from 1 to 600'),
        inProcess: z.boolean('true or false').optional(),
      }),
      'a list of check programs',
    )
    .min(1, 'at least one'),
  steps: z.record(form(KEBAB, 'small letters and dashes: index-wrap'), localized, 'step ids with their titles'),
  counts: z.array(count, 'a list of counts').default([]),
  arm: source.optional(),
  metrics: z.array(metric, 'a list of metrics; empty where nothing is timed'),
  loads: traffic.optional(),
  host: z.enum(['dpdk']).optional(),
});

/** What is known of an exercise from its file and its place; the rest is where it is and what it hashes to. */
export type ExerciseFacts = Omit<Exercise, 'version' | 'folder' | 'solutions' | 'id' | 'order'>;

/** Holds a parsed `exercise.json` against the schema: its facts, or every fault in it. */
export function readFacts(
  raw: unknown,
  file: string,
): { readonly facts: ExerciseFacts | null; readonly faults: readonly Fault[] } {
  const read = exerciseFile.safeParse(raw, { reportInput: true });
  if (!read.success) return { facts: null, faults: read.error.issues.flatMap((issue) => faultsOf(issue, file)) };
  const { schema: _, ...facts } = read.data;
  return { facts, faults: [] };
}

function faultsOf(issue: z.core.$ZodIssue, file: string): Fault[] {
  return faultsOfIssue(issue).map(({ path, problem, allowed }) => ({
    file,
    path: jsonPath(path),
    problem,
    allowed,
  }));
}
