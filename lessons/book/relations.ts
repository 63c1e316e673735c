import type { LessonFault } from './faults.ts';
import type { LessonFacts } from './lesson.ts';
import type { LessonPlace } from './layout.ts';

/** A lesson among the others. */
export interface RelatedLesson {
  readonly place: LessonPlace;
  readonly facts: LessonFacts;
  readonly lineAt: (path: readonly PropertyKey[]) => number;
}

/** What can only be seen over all lessons: names used twice, lessons and exercises that are not there, a wrong order. */
export function relationFaults(lessons: readonly RelatedLesson[], exerciseIds: readonly string[]): LessonFault[] {
  const names = new Map<string, string>();
  return lessons.flatMap(({ place, facts, lineAt }, index) => {
    const file = `${place.folder}/lesson.json`;
    const faults: LessonFault[] = [];
    const fault = (path: readonly PropertyKey[], problem: string, allowed: string): void => {
      faults.push({ file, line: lineAt(path), path: path.join('.'), problem, allowed });
    };
    for (const [at, slug] of [place.slug, ...facts.formerly].entries()) {
      const other = names.get(slug);
      const path = at === 0 ? [] : ['formerly', at - 1];
      if (other !== undefined) fault(path, `"${slug}" is also a name of ${other}`, 'a name of its own');
      names.set(slug, place.folder);
    }
    const sameNumber = lessons.slice(0, index).find((one) => one.place.order === place.order);
    if (sameNumber) fault([], `the number ${place.order} is also ${sameNumber.place.folder}`, 'a number of its own');
    for (const [at, slug] of facts.after.entries()) {
      if (lessons.slice(0, index).some((one) => one.place.slug === slug)) continue;
      const known = lessons.slice(0, index).map((one) => one.place.slug);
      fault(['after', at], `"${slug}" is no lesson before this one`, known.join(', ') || 'none: this is the first');
    }
    for (const [at, id] of facts.exercises.entries()) {
      if (!exerciseIds.includes(id)) fault(['exercises', at], `there is no exercise "${id}"`, exerciseIds.join(', '));
    }
    return faults;
  });
}
