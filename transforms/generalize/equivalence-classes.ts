import { identifier } from '../relation.ts'
import type { Attribute } from './attribute.ts'
import { recodedRelation } from './recode.ts'

/** Risk figures of the recoded records of one period. Restricted: they go into the run record only. */
export interface ClassRisk {
  readonly learners: number
  readonly classes: number
  /** Size of the smallest class; null without learners. */
  readonly k: number | null
  /** Learners in classes smaller than the threshold. */
  readonly learnersUnderThreshold: number
  /** For each sensitive attribute: least number of distinct values in a class, and greatest distance of a class from the whole. */
  readonly sensitive: Readonly<Record<string, { readonly l: number | null; readonly t: number | null }>>
}

/**
 * SELECT of the classes of learners who agree on all quasi-identifiers, one row with `learners`, `classes`,
 * `k` and `under_threshold`.
 */
export function classSizes(quasiIdentifiers: readonly Attribute[], minimumContributors: number): string {
  return `SELECT coalesce(sum(n), 0) AS learners, count(*) AS classes, min(n) AS k,
  coalesce(sum(CASE WHEN n < ${minimumContributors} THEN n ELSE 0 END), 0) AS under_threshold
FROM (SELECT count(*) AS n FROM ${recodedRelation.from} ${groupBy(quasiIdentifiers)}) WHERE n > 0`
}

/**
 * SELECT of `l` (distinct l-diversity) and `t` (t-closeness with the equal distance: half the sum of absolute
 * differences of shares; Li et al. 2007) for one sensitive attribute.
 */
export function classDiversity(quasiIdentifiers: readonly Attribute[], sensitive: Attribute): string {
  const keys = quasiIdentifiers.map(({ name }) => identifier(name))
  const value = identifier(sensitive.name)
  const list = keys.length === 0 ? '' : `${keys.join(', ')}, `
  const partition = keys.length === 0 ? '' : `PARTITION BY ${keys.join(', ')}`
  return `WITH cells AS (
  SELECT ${list}${value} AS v, count(*) AS n FROM ${recodedRelation.from} GROUP BY ${list}${value}
), classes AS (
  SELECT *, sum(n) OVER (${partition}) AS class_size, dense_rank() OVER (${keys.length === 0 ? 'ORDER BY 1' : `ORDER BY ${keys.join(', ')}`}) AS class FROM cells
), whole AS (
  SELECT v, sum(n) / (SELECT sum(n) FROM cells) AS share FROM cells GROUP BY v
), distances AS (
  SELECT class, count(*) AS distinct_values,
    0.5 * (sum(abs(c.n / c.class_size - w.share)) + 1 - sum(w.share)) AS distance
  FROM classes AS c JOIN whole AS w USING (v) GROUP BY class
)
SELECT min(distinct_values) AS l, max(distance) AS t FROM distances`
}

function groupBy(attributes: readonly Attribute[]): string {
  return attributes.length === 0
    ? ''
    : `GROUP BY ${attributes.map(({ name }) => identifier(name)).join(', ')}`
}
