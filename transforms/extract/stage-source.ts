import type { SourceName } from '../../schemas/source/source-name.ts'
import { type HeldRelation, identifier, vaultRelation } from '../relation.ts'
import { fateCode } from './row-fate.ts'

/** A field that names a row of another source; in the vault a number stands for it. */
export interface Reference {
  readonly field: string
  readonly to: SourceName
}

export interface StagingPlan {
  readonly source: SourceName
  /** SELECT of `checkedRows`. */
  readonly checked: string
  readonly references: readonly Reference[]
  /** Other columns to keep, by name: SQL over the typed fields. */
  readonly carried: Readonly<Record<string, string>>
  /** Field whose moment decides whether a row is `later`; null for sources without one. */
  readonly at: string | null
  /** First moment that does not count any more, as a SQL timestamp literal's text. */
  readonly asOfEnd: string
  /** Whether `duplicateRelation` lists rows that repeat a key. */
  readonly duplicates: boolean
  /** Number of the rule that a repeated key breaks, and of those that unknown references break, in their order. */
  readonly duplicateRule: number
  readonly unknownRules: readonly number[]
}

/** Columns: references as numbers, carried columns, `fate` (see `fateCode`), and for bad rows `rule`, `file`, `position`. */
export const stagedRelation = (source: SourceName): HeldRelation<'identified'> =>
  vaultRelation(`staged_${source}`)
/** Columns: `id` (the key), `number`, `fate`, and for the school's offer the carried columns. */
export const keyRelation = (source: SourceName): HeldRelation<'identified'> => vaultRelation(`key_${source}`)
/** Columns: `file`, `position` of rows whose key an earlier row has. */
export const duplicateRelation = (source: SourceName): HeldRelation<'identified'> =>
  vaultRelation(`duplicate_${source}`)

/** SELECT for `stagedRelation`: one pass in which every row gets a fate. */
export function stageSource(plan: StagingPlan): string {
  const toLearners = plan.references.find(({ to }) => to === 'learners')
  const number = ({ field }: Reference) => identifier(`number of ${field}`)
  const linked = [
    'SELECT c.*',
    ...plan.references.map((ref) => `, "${ref.field}_key".number AS ${number(ref)}`),
    toLearners === undefined ? '' : `, "${toLearners.field}_key".fate AS standing`,
    plan.duplicates ? ', twin.position IS NOT NULL AS repeated' : '',
    ` FROM (${plan.checked}) AS c`,
    ...plan.references.map(
      ({ field, to }) =>
        ` LEFT JOIN ${keyRelation(to).from} AS "${field}_key" ON "${field}_key".id = c.${identifier(field)}`,
    ),
    plan.duplicates
      ? ` LEFT JOIN ${duplicateRelation(plan.source).from} AS twin ON twin.file = c.__file AND twin.position = c.__position`
      : '',
  ].join('')
  const rule = [
    'CASE WHEN __rule > 0 THEN __rule',
    plan.duplicates ? ` WHEN repeated THEN ${plan.duplicateRule}` : '',
    ...plan.references.map((ref, i) => ` WHEN ${number(ref)} IS NULL THEN ${plan.unknownRules[i]}`),
    ' ELSE 0 END',
  ].join('')
  const fate = [
    `CASE WHEN rule > 0 THEN ${fateCode('quarantined')}`,
    toLearners === undefined ? '' : ` WHEN standing <> ${fateCode('used')} THEN standing`,
    plan.at === null
      ? ''
      : ` WHEN ${identifier(plan.at)} >= TIMESTAMP '${plan.asOfEnd}' THEN ${fateCode('later')}`,
    ` ELSE ${fateCode('used')} END`,
  ].join('')
  const columns = [
    ...plan.references.map((ref) => `${number(ref)} AS ${identifier(ref.field)}`),
    ...Object.entries(plan.carried).map(([name, sql]) => `${sql} AS ${identifier(name)}`),
    `CAST(${fate} AS UTINYINT) AS fate`,
    'CAST(nullif(rule, 0) AS USMALLINT) AS rule',
    'CASE WHEN rule > 0 THEN __file END AS file',
    'CASE WHEN rule > 0 THEN __position END AS position',
  ]
  return `SELECT ${columns.join(', ')} FROM (SELECT *, ${rule} AS rule FROM (${linked}))`
}
