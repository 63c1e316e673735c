import { writeFileSync } from 'node:fs';
import { audit } from '../../grader/audit/audit.ts';
import { findExercise, loadCatalog } from '../../grader/catalog/catalog.ts';
import { diskError } from '../../grader/domain/errors.ts';
import { renderAudit, renderAuditCase } from '../../grader/render/audit.ts';
import { readTestbedFile } from '../../grader/testbed/testbed.ts';
import { loadBook } from '../../lessons/book/book.ts';
import { gradeContext, type App } from '../app.ts';

/** `lab audit [id]`: does every answer that the lab ships get its verdict? Exit code 1 at a contradiction. */
export async function runAudit(
  app: App,
  id: string | undefined,
  options: { readonly report?: string; readonly only?: string; readonly testbed?: string },
): Promise<number> {
  const catalog = loadCatalog(app.paths.root, { validate: true });
  const { root, cache } = app.paths;
  loadBook(root, { exerciseIds: catalog.exercises.map((exercise) => exercise.id), cache, validate: true });
  const exercises = id === undefined ? catalog.exercises : [findExercise(catalog, id)];
  const report = await audit(exercises, gradeContext(app), {
    only: options.only ?? '',
    ...(options.testbed === undefined ? {} : { testbed: readTestbedFile(options.testbed) }),
    onCase: (one) => {
      if (!app.json) app.print(renderAuditCase(one, app.screen));
    },
  });
  if (options.report !== undefined) writeReport(options.report, report);
  app.print(app.json ? JSON.stringify({ schema: 1, ...report }, null, 2) : renderAudit(report, app.screen));
  if (report.contradictions > 0) return 1;
  return report.inconclusive + report.wavering > 0 ? 3 : 0;
}

function writeReport(file: string, report: unknown): void {
  try {
    writeFileSync(file, `${JSON.stringify(report)}\n`);
  } catch (error) {
    throw diskError(error, file);
  }
}
