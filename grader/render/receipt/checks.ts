import type { Exercise } from '../../domain/exercise.ts';
import type { Advice, CheckResult } from '../../domain/receipt.ts';
import { firstLines, hang, separated, widthOf } from '../text/layout.ts';
import type { Pen } from '../text/pen.ts';
import { renderMoments } from './moments.ts';
import { ADVICE_TOPICS, CHECKS, OUTSIDE_THE_STEPS, PROFILE_NAMES } from '../words/receipt.ts';

/** Of the first failed step, so many sentences before the last; the scene and the last calls. */
const STORY_SENTENCES = 8;
/** Of those, lines each; the last one says what is wrong, and may be a sanitizer's with two places. */
const SENTENCE_LINES = 2;
const CONCLUSION_LINES = 6;
const ADVICE_LINES = 4;
/** Failed steps told with their conclusion; the others are named. */
const MOST_TOLD = 3;
const MOST_ADVICE = 3;
const INDENT = '      ';

/** Passed checks in one line; the first failed one with its story, a few more with what is wrong. */
export function renderChecks(checks: readonly CheckResult[], exercise: Exercise, pen: Pen): string[] {
  if (checks.length === 0) return [];
  const failed = checks.filter(({ status }) => status === 'failed');
  const told = failed.slice(0, MOST_TOLD);
  const named = failed.slice(MOST_TOLD).map((check) => stepTitle(check.name, exercise, pen));
  const others = named.length === 0 ? [] : hang(pen.say(CHECKS.alsoFailed)(named.join(', ')), pen.columns, INDENT);
  const stories = told.map((check, index) => renderFailed(check, index === 0, exercise, pen));
  return [...separated([[...renderCounts(checks, pen), ...renderUnjudged(checks, pen)], ...stories]), ...others];
}

/** What this machine lacks, once for all steps that would need it. */
function renderUnjudged(checks: readonly CheckResult[], pen: Pen): string[] {
  const whys = checks.flatMap(({ status, story }) => (status === 'unjudged' ? story.slice(-1) : []));
  return [...new Set(whys)].flatMap((why) =>
    limited(hang(pen.dim(pen.foreign(why)), pen.columns, `  ${pen.unsure(pen.glyphs.unsure)} `), SENTENCE_LINES, pen),
  );
}

function renderCounts(checks: readonly CheckResult[], pen: Pen): string[] {
  const count = (status: CheckResult['status']): number => checks.filter((check) => check.status === status).length;
  const parts: string[] = [];
  const [passed, skipped, unjudged] = [count('passed'), count('skipped'), count('unjudged')];
  if (passed > 0) parts.push(`${pen.good(pen.glyphs.passed)} ${pen.say(CHECKS.passed)(passed)}`);
  if (skipped > 0) parts.push(pen.dim(`${pen.glyphs.dot} ${pen.say(CHECKS.skipped)(skipped)}`));
  if (unjudged > 0) parts.push(pen.unsure(`${pen.glyphs.unsure} ${pen.say(CHECKS.unjudged)(unjudged)}`));
  return parts.length === 0 ? [] : hang(parts.join('   '), pen.columns, '  ');
}

export function stepTitle(name: string, exercise: Exercise, pen: Pen): string {
  const titles = { ...OUTSIDE_THE_STEPS, ...exercise.steps };
  const title = Object.hasOwn(titles, name) ? titles[name as keyof typeof titles] : undefined;
  return pen.foreign(title ? pen.say(title) : name);
}

function renderFailed(check: CheckResult, whole: boolean, exercise: Exercise, pen: Pen): string[] {
  const title = `${pen.bold(stepTitle(check.name, exercise, pen))}  ${pen.dim(pen.say(PROFILE_NAMES[check.profile]))}`;
  const head = hang(title, pen.columns, `  ${pen.bad(pen.glyphs.failed)} `);
  const sentences = check.story.map(pen.foreign);
  const conclusion = sentences.at(-1);
  if (conclusion === undefined) return head;
  if (!whole) return [...head, ...renderConclusion(conclusion, pen)];
  const before = [...renderSentences(sentences.slice(0, -1), pen), ...renderMoments(check.moments, pen)];
  return [...head, ...before, ...renderConclusion(conclusion, pen)];
}

/** The scene, then the calls right before it went wrong: what lies between is in the receipt. */
function renderSentences(sentences: readonly string[], pen: Pen): string[] {
  const leftOut = sentences.length - STORY_SENTENCES;
  if (leftOut <= 0) return sentences.flatMap((sentence) => renderSentence(sentence, pen));
  const note = hang(pen.dim(`${pen.glyphs.ellipsis} ${pen.say(CHECKS.linesLeftOut)(leftOut)}`), pen.columns, INDENT);
  const calls = sentences.slice(leftOut + 1).flatMap((sentence) => renderSentence(sentence, pen));
  return [...renderSentence(sentences[0] ?? '', pen), ...note, ...calls];
}

function renderSentence(sentence: string, pen: Pen): string[] {
  return limited(hang(sentence, pen.columns, INDENT, `${INDENT}  `), SENTENCE_LINES, pen);
}

function renderConclusion(sentence: string, pen: Pen): string[] {
  const prefix = `    ${pen.bad(pen.glyphs.conclusion)} `;
  const lines = hang(sentence, pen.columns, ' '.repeat(widthOf(prefix)));
  return limited(lines, CONCLUSION_LINES, pen).map((line, index) => {
    const text = pen.bold(line.trimStart());
    return index === 0 ? `${prefix}${text}` : `${INDENT}${text}`;
  });
}

/** Worth knowing, whatever the verdict; of a compiler's warning only the first line. */
export function renderAdvice(advice: readonly Advice[], pen: Pen): string[] {
  return advice.slice(0, MOST_ADVICE).flatMap(({ topic, text }) => {
    const known = Object.hasOwn(ADVICE_TOPICS, topic) ? ADVICE_TOPICS[topic as keyof typeof ADVICE_TOPICS] : undefined;
    const name = known ? pen.say(known) : pen.foreign(topic);
    const sentence = pen.foreign(text).split('\n', 1)[0] ?? '';
    return limited(hang(`${name}: ${sentence}`, pen.columns, `  ${pen.accent('i')} `), ADVICE_LINES, pen);
  });
}

function limited(lines: readonly string[], most: number, pen: Pen): string[] {
  return firstLines(lines, most, pen.columns, pen.glyphs.ellipsis);
}
