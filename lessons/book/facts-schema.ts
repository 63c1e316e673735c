import { z } from 'zod';
import { filledText, form, localizedText, strict } from '../../grader/domain/strict-schema.ts';
import { TRACKS, type LessonFacts } from './lesson.ts';

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;
const EXERCISE_ID = /^[a-z0-9]+(?:-[a-z0-9]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/u;
/** Nobody reads a lesson for longer without a break. */
const LONGEST_MINUTES = 90;

const slug = form(SLUG, 'a slug: why-sockets-stop');
const minutes = 'a whole number from 1 to 90';

/** `lesson.json`. Every key is required, and there are no others. */
export const factsSchema = strict({
  schema: z.literal(1),
  title: localizedText,
  summary: localizedText,
  chapter: localizedText,
  tracks: z.array(z.enum(TRACKS), 'a list of tracks').min(1, 'at least one track'),
  minutes: z.int(minutes).min(1, minutes).max(LONGEST_MINUTES, minutes),
  exercises: z.array(form(EXERCISE_ID, 'the id of an exercise: ring/spsc'), 'a list of exercise ids'),
  after: z.array(slug, 'a list of slugs'),
  glossary: z.array(strict({ term: localizedText, means: localizedText }), 'a list of terms'),
  sources: z.array(
    strict({ title: filledText, url: form(/^https?:\/\/\S+$/u, 'an address: https://…') }),
    'a list of sources',
  ),
  formerly: z.array(slug, 'a list of slugs'),
}) satisfies z.ZodType<LessonFacts & { schema: 1 }>;
