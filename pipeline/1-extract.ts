import { z } from 'zod'
import { SourceError, WithheldError } from '../schemas/failure.ts'
import { admissionRules } from '../schemas/policy.ts'
import type { SourceDefinition } from '../schemas/project.ts'
import { type SourceName, sourceNames } from '../schemas/source/contract.ts'
import { refusals, standingRelation } from '../transforms/admit/admission.ts'
import { listSharedContacts, personSum, propagatePersons, startPersons } from '../transforms/admit/merge-accounts.ts'
import { accountKeys, decideStanding } from '../transforms/admit/standing.ts'
import { attributeChecks } from '../transforms/extract/attribute-checks.ts'
import { carriedColumns, momentOf } from '../transforms/extract/carried-columns.ts'
import { neededFields, projectFields } from '../transforms/extract/needed-fields.ts'
import { findRepeatedKeys } from '../transforms/extract/repeated-keys.ts'
import { checkedRows, crossFieldChecks } from '../transforms/extract/row-checks.ts'
import { fateCode, type RowFate, rowFates } from '../transforms/extract/row-fate.ts'
import { duplicateRelation, keyRelation, stagedRelation, stageSource } from '../transforms/extract/stage-source.ts'
import { typedField } from '../transforms/extract/typed-field.ts'
import { literal, vaultRelation } from '../transforms/relation.ts'
import { type Books, balanceBooks, type SourceBooks } from './books.ts'
import { type Database, wholeNumber } from './database.ts'
import type { Project } from './load-project.ts'
import { openSource } from './open-source.ts'
import { dayAfter } from './period-calendar.ts'
import { isOutOfSpace } from './disk-space.ts'

/** Step 1: what was read, and what the project's sources offer. */
export interface Extracted {
  readonly books: Books
  /** Fields that each source has, of those that were read. */
  readonly fields: ReadonlyMap<SourceName, ReadonlySet<string>>
}

/** Columns: `source`, `file`, `position`, `rule`. */
export const quarantineRelation = vaultRelation('quarantine')

/**
 * Step 1, extract: reads every source of the project into the vault, sorts bad rows into the quarantine, merges
 * accounts of one person, and decides who is admitted.
 *
 * @param dataFolder folder that the sources' globs start from
 * @param asOf last day that counts, `YYYY-MM-DD`
 */
export async function extract(database: Database, project: Project, dataFolder: string, asOf: string, progress: (message: string) => void): Promise<Extracted> {
  await database.run(`CREATE OR REPLACE TABLE ${quarantineRelation.from} (source VARCHAR, file VARCHAR, position BIGINT, rule VARCHAR)`)
  const books: Partial<Record<SourceName, SourceBooks>> = {}
  const fields = new Map<SourceName, ReadonlySet<string>>()
  for (const source of sourceNames) {
    const definition = project.definition.sources[source]
    if (definition === undefined) continue
    progress(`reading ${source}`)
    const step: SourceStep = { database, project, source, definition, dataFolder, asOfEnd: dayAfter(asOf), present: fields }
    const { present, rejectedRows } = await guarded(source, () => stage(step))
    fields.set(source, present)
    if (source === 'learners') await admit(step, present)
    else if (momentOf[source] === null) await numberRows(database, source)
    books[source] = await readBooks(step, rejectedRows)
    refuseTooManyBadRows(source, books[source], project.definition.policy.quarantineShare)
  }
  balanceBooks(books)
  return { books, fields }
}

interface SourceStep {
  readonly database: Database
  readonly project: Project
  readonly source: SourceName
  readonly definition: SourceDefinition
  readonly dataFolder: string
  readonly asOfEnd: string
  readonly present: ReadonlyMap<SourceName, ReadonlySet<string>>
}

async function stage(step: SourceStep): Promise<{ present: ReadonlySet<string>; rejectedRows: number }> {
  const { database, project, source, definition } = step
  const contract = projectFields(source, project.attributes)
  const needed = neededFields(contract, new Set(definition.absent))
  const open = await openSource(database, source, definition, contract, needed, step.dataFolder)
  const present = new Set(needed.map(({ name }) => name))
  const typed = needed.map((field) =>
    typedField(source, field, `"${field.name}"`, open.types.get(field.name) ?? '', project.definition.project.timeZone),
  )
  const { sql, rules } = checkedRows(open.from, typed, [
    ...attributeChecks(source, project.attributes.filter(({ field }) => present.has(field))),
    ...crossFieldChecks(source, present),
  ])
  const key = needed.find((field) => field.key)
  const keySql = typed.find(({ name }) => name === key?.name)?.value
  if (keySql !== undefined) await database.run(findRepeatedKeys(source, `(SELECT ${keySql} AS key, __file, __position FROM ${open.from})`))
  const duplicates = keySql !== undefined && (await database.count(`SELECT count(*) FROM ${duplicateRelation(source).from}`)) > 0
  const references = needed.flatMap(({ name, references: to }) => (to === undefined ? [] : [{ field: name, to }]))
  const lacking = references.find(({ to }) => !step.present.has(to))
  if (lacking !== undefined) throw new SourceError(source, `${lacking.field} refers to the source ${lacking.to}, which the project lacks`)
  const allRules = [...rules, `${key?.name ?? 'key'}: repeated`, ...references.map(({ field, to }) => `${field}: not among the good rows of ${to}`)]
  const plan = stageSource({
    source,
    checked: sql,
    references,
    carried: carriedColumns(source, present, project.attributes, step.asOfEnd),
    at: momentOf[source],
    asOfEnd: step.asOfEnd,
    duplicates,
    duplicateRule: rules.length + 1,
    unknownRules: references.map((_, i) => rules.length + 2 + i),
  })
  const staged = stagedRelation(source).from
  await database.run(`CREATE OR REPLACE TABLE ${staged} AS ${plan}`)
  const names = allRules.map((rule, i) => `WHEN ${i + 1} THEN ${literal(rule)}`).join(' ')
  await database.run(
    `INSERT INTO ${quarantineRelation.from} SELECT ${literal(source)}, file, position, CASE rule ${names} END FROM ${staged} WHERE fate = ${fateCode('quarantined')}`,
  )
  for (const { file, position, rule } of open.rejected)
    await database.run(`INSERT INTO ${quarantineRelation.from} VALUES (${literal(source)}, ${literal(file)}, ${position}, ${literal(rule)})`)
  return { present, rejectedRows: open.rejected.length }
}

/** Learners: one person may have several accounts; then each account's standing is decided. */
async function admit({ database, project, asOfEnd }: SourceStep, present: ReadonlySet<string>): Promise<void> {
  const accounts = vaultRelation('account').from
  await database.run(
    `CREATE OR REPLACE TABLE ${accounts} AS SELECT CAST(row_number() OVER (ORDER BY learner_id) AS INTEGER) AS account, * EXCLUDE (fate, rule, file, position)
     FROM ${stagedRelation('learners').from} WHERE fate = ${fateCode('used')}`,
  )
  await database.run(listSharedContacts(accounts, present))
  await database.run(startPersons(accounts))
  for (let before = '', now = await sumOf(database); now !== before; ) {
    before = now
    await database.run(propagatePersons())
    now = await sumOf(database)
  }
  await database.run(decideStanding(accounts, refusals(project.definition.policy.admission, present, asOfEnd), asOfEnd))
  await database.run(`CREATE OR REPLACE TABLE ${keyRelation('learners').from} AS ${accountKeys()}`)
}

async function sumOf(database: Database): Promise<string> {
  const [row] = await database.select(personSum(), z.object({ total: z.string() }))
  return row?.total ?? '0'
}

/** The school's offer gets numbers that stand for its keys. */
async function numberRows(database: Database, source: SourceName): Promise<void> {
  await database.run(
    `CREATE OR REPLACE TABLE ${keyRelation(source).from} AS SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS number, * EXCLUDE (rule, file, position)
     FROM ${stagedRelation(source).from} WHERE fate = ${fateCode('used')}`,
  )
}

async function readBooks({ database, source }: SourceStep, rejectedRows: number): Promise<SourceBooks> {
  const counts: Record<RowFate, number> = { used: 0, quarantined: rejectedRows, notAdmitted: 0, merged: 0, later: 0 }
  const staged = stagedRelation(source).from
  const decided =
    source === 'learners'
      ? `SELECT fate FROM ${standingRelation.from} UNION ALL SELECT fate FROM ${staged} WHERE fate = ${fateCode('quarantined')}`
      : `SELECT fate FROM ${staged}`
  for (const { fate, n } of await database.select(`SELECT fate, count(*) AS n FROM (${decided}) GROUP BY fate`, z.object({ fate: z.int(), n: wholeNumber })))
    counts[rowFates[fate]!] += n
  const quarantined = await database.select(
    `SELECT rule, count(*) AS n FROM ${quarantineRelation.from} WHERE source = ${literal(source)} GROUP BY rule ORDER BY rule`,
    z.object({ rule: z.string(), n: wholeNumber }),
  )
  const refused =
    source === 'learners'
      ? await database.select(
          `SELECT refusal, count(*) AS n FROM ${standingRelation.from} WHERE refusal IS NOT NULL GROUP BY refusal ORDER BY refusal`,
          z.object({ refusal: z.int(), n: wholeNumber }),
        )
      : []
  return {
    read: rejectedRows + (await database.count(`SELECT count(*) FROM ${staged}`)),
    ...counts,
    quarantinedBy: Object.fromEntries(quarantined.map(({ rule, n }) => [rule, n])),
    notAdmittedBy: Object.fromEntries(refused.map(({ refusal, n }) => [admissionRules[refusal - 1]!, n])),
  }
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
    if (error instanceof SourceError || error instanceof WithheldError || (error instanceof Error && error.name === 'ConfigurationError')) throw error
    throw new SourceError(source, isOutOfSpace(error) ? 'no space left on the disk of the workspace' : 'its rows cannot be read; an expression in `map` may fail on some row, or a file changed or broke while it was read', error)
  }
}
