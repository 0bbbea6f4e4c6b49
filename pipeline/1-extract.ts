import { Failure, SourceError } from '../schemas/failure.ts'
import { type SourceName, sourceNames } from '../schemas/source/source-name.ts'
import { momentOf } from '../transforms/extract/carried-columns.ts'
import { quarantineRelation } from '../transforms/extract/quarantine.ts'
import { fateCode } from '../transforms/extract/row-fate.ts'
import { keyRelation, stagedRelation } from '../transforms/extract/stage-source.ts'
import { admitLearners } from './admit-learners.ts'
import { type Books, balanceBooks, readBooks, type SourceBooks } from './books.ts'
import type { Database } from './database.ts'
import { isOutOfSpace } from './disk-space.ts'
import type { Project } from './load-project.ts'
import { dayAfter } from './period-calendar.ts'
import { type SourceStep, stageRows } from './stage-rows.ts'

/** Step 1: what was read, and what the project's sources offer. */
export interface Extracted {
  readonly books: Books
  /** Fields that each source has, of those that were read. */
  readonly fields: ReadonlyMap<SourceName, ReadonlySet<string>>
}

/**
 * Step 1, extract: reads every source of the project into the vault, sorts bad rows into the quarantine, merges
 * accounts of one person, and decides who is admitted.
 *
 * @param dataFolder folder that the sources' globs start from
 * @param asOf last day that counts, `YYYY-MM-DD`
 */
export async function extract(
  database: Database,
  project: Project,
  dataFolder: string,
  asOf: string,
  progress: (message: string) => void,
): Promise<Extracted> {
  await database.run(
    `CREATE OR REPLACE TABLE ${quarantineRelation.from} (source VARCHAR, file VARCHAR, position BIGINT, rule VARCHAR)`,
  )
  const books: Partial<Record<SourceName, SourceBooks>> = {}
  const fields = new Map<SourceName, ReadonlySet<string>>()
  for (const source of sourceNames) {
    const definition = project.definition.sources[source]
    if (definition === undefined) continue
    progress(`reading ${source}`)
    const step: SourceStep = {
      database,
      project,
      source,
      definition,
      dataFolder,
      asOfEnd: dayAfter(asOf),
      present: fields,
    }
    const { present, records, rejectedRows } = await guarded(source, () => stageRows(step))
    fields.set(source, present)
    if (source === 'learners') await admitLearners(step, present)
    else if (momentOf[source] === null) await numberRows(database, source)
    books[source] = await readBooks(database, source, records, rejectedRows)
    refuseTooManyBadRows(source, books[source], project.definition.policy.quarantineShare)
  }
  balanceBooks(books)
  return { books, fields }
}

/** The school's offer gets numbers that stand for its keys. */
async function numberRows(database: Database, source: SourceName): Promise<void> {
  await database.run(
    `CREATE OR REPLACE TABLE ${keyRelation(source).from} AS SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS number, * EXCLUDE (rule, file, position)
     FROM ${stagedRelation(source).from} WHERE fate = ${fateCode('used')}`,
  )
}

function refuseTooManyBadRows(source: SourceName, books: SourceBooks, share: number): void {
  if (books.quarantined <= books.read * share) return
  const [rule, n] = Object.entries(books.quarantinedBy).toSorted((a, b) => b[1] - a[1])[0] ?? ['', 0]
  throw new SourceError(
    source,
    `${books.quarantined} of ${books.read} rows are bad, more than the share of ${share} that quarantineShare allows; most often, ${n} times, ${rule}`,
  )
}

/** DuckDB's own messages may quote a row: they never reach a log. */
async function guarded<T>(source: SourceName, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new SourceError(
      source,
      isOutOfSpace(error)
        ? 'no space left on the disk of the workspace'
        : 'its rows cannot be read; an expression in `map` may fail on some row, or a file changed or broke while it was read',
      error,
    )
  }
}
