import { SourceError } from '../schemas/failure.ts'
import type { SourceDefinition } from '../schemas/project.ts'
import type { SourceName } from '../schemas/source/source-name.ts'
import { attributeChecks } from '../transforms/extract/attribute-checks.ts'
import { carriedColumns, momentOf } from '../transforms/extract/carried-columns.ts'
import { neededFields, projectFields } from '../transforms/extract/needed-fields.ts'
import { quarantineRelation } from '../transforms/extract/quarantine.ts'
import { findRepeatedKeys } from '../transforms/extract/repeated-keys.ts'
import { checkedRows, crossFieldChecks, typedRows } from '../transforms/extract/row-checks.ts'
import { fateCode } from '../transforms/extract/row-fate.ts'
import { duplicateRelation, stagedRelation, stageSource } from '../transforms/extract/stage-source.ts'
import { typedField } from '../transforms/extract/typed-field.ts'
import { identifier, literal } from '../transforms/relation.ts'
import type { Database } from './database.ts'
import type { Project } from './load-project.ts'
import { openSource } from './open-source.ts'

/** What step 1 knows when it comes to one source. */
export interface SourceStep {
  readonly database: Database
  readonly project: Project
  readonly source: SourceName
  readonly definition: SourceDefinition
  readonly dataFolder: string
  readonly asOfEnd: string
  readonly present: ReadonlyMap<SourceName, ReadonlySet<string>>
}

/** Reads one source into the vault: every row gets a fate, bad ones go to the quarantine. */
export async function stageRows(step: SourceStep): Promise<{
  readonly present: ReadonlySet<string>
  readonly records: number
  readonly rejectedRows: number
}> {
  const { database, project, source, definition } = step
  const contract = projectFields(source, project.attributes)
  const needed = neededFields(contract, new Set(definition.absent))
  const open = await openSource(database, source, definition, contract, needed, step.dataFolder)
  const present = new Set(needed.map(({ name }) => name))
  const typed = needed.map((field) =>
    typedField(
      source,
      field,
      identifier(field.name),
      open.types.get(field.name) ?? '',
      project.definition.project.timeZone,
    ),
  )
  const { sql, rules } = checkedRows(open.from, typed, [
    ...attributeChecks(
      source,
      project.attributes.filter(({ field }) => present.has(field)),
    ),
    ...crossFieldChecks(source, present),
  ])
  const key = needed.find((field) => field.key)
  if (key !== undefined) {
    const keys = typedRows(
      open.from,
      typed.filter(({ name }) => name === key.name),
    )
    await database.run(
      findRepeatedKeys(source, `(SELECT ${identifier(key.name)} AS key, __file, __position FROM (${keys}))`),
    )
  }
  const duplicates =
    key !== undefined && (await database.count(`SELECT count(*) FROM ${duplicateRelation(source).from}`)) > 0
  const references = needed.flatMap(({ name, references: to }) =>
    to === undefined ? [] : [{ field: name, to }],
  )
  const lacking = references.find(({ to }) => !step.present.has(to))
  if (lacking !== undefined)
    throw new SourceError(
      source,
      `${lacking.field} refers to the source ${lacking.to}, which the project lacks`,
    )
  const allRules = [
    ...rules,
    `${key?.name ?? 'key'}: repeated`,
    ...references.map(({ field, to }) => `${field}: not among the good rows of ${to}`),
  ]
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
  for (const { rejected } of open.rejecting)
    if (rejected !== null)
      await database.run(
        `INSERT INTO ${quarantineRelation.from} SELECT ${literal(source)}, file, position, rule FROM ${rejected}`,
      )
  return {
    present,
    records: open.records,
    rejectedRows: open.rejecting.reduce((sum, { rejectedRows }) => sum + rejectedRows, 0),
  }
}
