import type { Fault } from './faults.ts';

/** An exercise as its neighbours see it. `after` may hold anything that was written there. */
export interface Related {
  readonly id: string;
  readonly order: string;
  readonly file: string;
  readonly after: readonly string[];
}

/** What can only be seen over all exercises: names and numbers used twice, and an order that goes in circles. */
export function checkRelations(exercises: readonly Related[]): Fault[] {
  return [
    ...twice(exercises, 'id', 'a name of its own'),
    ...twice(exercises, 'order', 'numbers of its own'),
    ...strangers(exercises),
    ...circles(exercises),
  ];
}

function twice(exercises: readonly Related[], key: 'id' | 'order', allowed: string): Fault[] {
  return exercises.flatMap((exercise, index) => {
    const first = exercises.findIndex((other) => other[key] === exercise[key]);
    const other = exercises[first];
    if (first === index || !other) return [];
    return [{ file: exercise.file, path: '', problem: `${exercise[key]} is also ${other.file}`, allowed }];
  });
}

function strangers(exercises: readonly Related[]): Fault[] {
  const ids = exercises.map(({ id }) => id);
  return exercises.flatMap(({ file, after }) =>
    after.flatMap((id, index) =>
      ids.includes(id)
        ? []
        : [{ file, path: `after[${String(index)}]`, problem: `there is no exercise "${id}"`, allowed: ids.join(', ') }],
    ),
  );
}

/** Each circle is told once, at its member that comes first. */
function circles(exercises: readonly Related[]): Fault[] {
  const byId = new Map(exercises.map((exercise) => [exercise.id, exercise]));
  const done = new Set<string>();
  const faults: Fault[] = [];
  const visit = (exercise: Related, path: readonly string[]): void => {
    const start = path.indexOf(exercise.id);
    if (start !== -1) {
      const circle = [...path.slice(start), exercise.id].join(' → ');
      faults.push({
        file: exercise.file,
        path: 'after',
        problem: `a circle: ${circle}`,
        allowed: 'exercises that come before it',
      });
      return;
    }
    if (done.has(exercise.id)) return;
    for (const id of exercise.after) {
      const next = byId.get(id);
      if (next) visit(next, [...path, exercise.id]);
    }
    done.add(exercise.id);
  };
  for (const exercise of exercises) visit(exercise, []);
  return faults;
}
