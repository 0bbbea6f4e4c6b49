import { identifier, literal, valuesTable } from '../relation.ts'
import { leafSeparator } from '../tabulate/stock-members.ts'
import { contributionRelation, currentRelation } from './contribution-relations.ts'

/** What tells of one dimension of a table where its learners were before the table was counted. */
export interface ToldDimension {
  /** The series that tells, and the position of the dimension in its places; null where none does. */
  readonly by: { readonly series: string; readonly at: number } | null
  /** Code that stands for each one that is told: the same, the one that holds it, or the first that it is made of. */
  readonly first: ReadonlyMap<string, string>
  /** Codes of the table that lie in one that is told. */
  readonly parts: readonly (readonly [told: string, part: string])[]
  /** Code of who is told of by nothing. */
  readonly otherwise: string
}

/** After every day. */
const never = '~'

/**
 * SQL that takes in where learners were, as a table would have counted them on days before it was: in the place that they
 * have now, as far as other series do not tell otherwise. Of those who have no code, `addNameless` does.
 *
 * @param series of the table, current contributions to which are known
 * @param presence a series that has all learners
 */
export function addToldPlaces(
  series: string,
  presence: string,
  dimensions: readonly ToldDimension[],
): string {
  const told = [...new Set([presence, ...dimensions.flatMap(({ by }) => (by === null ? [] : [by.series]))])]
  const alias = (of: string) => `s${told.indexOf(of)}`
  const others = told
    .slice(1)
    .map(
      (of) =>
        `JOIN ${contributionRelation.from} AS ${alias(of)} ON ${alias(of)}.series = ${literal(of)} AND ${alias(of)}.learner = s0.learner`,
    )
  const part = (place: string, at: number) => `split_part(${place}, ${literal(leafSeparator)}, ${at})`
  const columns = dimensions.map(({ by, first, parts, otherwise }, d) => {
    const now = `nullif(${part('n.place', d + 1)}, '')`
    if (by === null) return { code: `coalesce(${now}, ${literal(otherwise)})`, joins: [] }
    const [own, below] = [identifier(`first ${d}`), identifier(`parts ${d}`)]
    const before = part(`${alias(by.series)}.place`, by.at + 1)
    const pairs = (rows: Iterable<readonly [string, string]>) =>
      [...rows].map(([a, b]) => [literal(a), literal(b)])
    const join = `LEFT JOIN ${valuesTable(`first ${d}`, ['told', 'code'], pairs(first))} ON ${own}.told = ${before}`
    if (parts.length === 0) return { code: `${own}.code`, joins: [join] }
    return {
      code: `coalesce(${below}.code, ${own}.code)`,
      joins: [
        join,
        `LEFT JOIN ${valuesTable(`parts ${d}`, ['told', 'code'], pairs(parts))} ON ${below}.told = ${before} AND ${below}.code = ${now}`,
      ],
    }
  })
  const place =
    columns.length === 0
      ? "''"
      : `concat_ws(${literal(leafSeparator)}, ${columns.map(({ code }) => code).join(', ')})`
  const since = told.map((of) => `${alias(of)}.since`).join(', ')
  const until = told.map((of) => `coalesce(${alias(of)}.until, ${literal(never)})`).join(', ')
  return `INSERT INTO ${contributionRelation.from}
SELECT ${literal(series)}, learner, place, 1, since, nullif(until, ${literal(never)}), 1, absent FROM (
  SELECT s0.learner, ${place} AS place, greatest(${since}) AS since, least(${until}) AS until, s0.absent
  FROM ${contributionRelation.from} AS s0 ${others.join('\n')}
  LEFT JOIN ${currentRelation.from} AS n ON n.series = ${literal(series)} AND n.learner = s0.learner
  ${columns.flatMap(({ joins }) => joins).join('\n')}
  WHERE s0.series = ${literal(presence)} AND s0.learner IS NOT NULL
) WHERE since < until`
}

/** A number of learners in a place, from one day on and before another. */
export interface NamelessSpell {
  readonly place: string
  readonly since: string
  readonly until: string | null
  readonly learners: number
}

/** SELECT of learners of some series who have no code any more: `series`, `place`, `since`, `until`, `learners`. */
export function namelessOf(series: readonly string[]): string {
  return `SELECT series, place, since, until, CAST(sum(learners) AS BIGINT) AS learners FROM ${contributionRelation.from}
WHERE learner IS NULL AND series IN (${series.map(literal).join(', ')}) GROUP BY ALL ORDER BY ALL`
}

/** SQL that takes in learners without codes. */
export function addNameless(series: string, spells: readonly NamelessSpell[]): string {
  const rows = spells.map(({ place, since, until, learners }) => [
    literal(place),
    literal(since),
    until === null ? 'NULL' : literal(until),
    String(learners),
  ])
  return `INSERT INTO ${contributionRelation.from}
SELECT ${literal(series)}, NULL, place, 1, since, until, learners, NULL
FROM ${valuesTable('spells', ['place', 'since', 'until', 'learners'], rows)}`
}

/** SELECT of the places of a series: `place`. */
export function placesOf(series: string): string {
  return `SELECT DISTINCT place FROM ${contributionRelation.from} WHERE series = ${literal(series)} ORDER BY place`
}

/** SQL that gives a series another name. */
export function renameSeries(series: string, name: string): string {
  return `UPDATE ${contributionRelation.from} SET series = ${literal(name)} WHERE series = ${literal(series)}`
}

/** SQL that drops a series. */
export function dropOneSeries(series: string): string {
  return `DELETE FROM ${contributionRelation.from} WHERE series = ${literal(series)}`
}
