import { literal } from '../relation.ts'
import { contributionRelation } from './contribution-relations.ts'

/** SQL that keeps how many learners a reader is taken to know in each row of a series on a day: numbers, nobody. */
export function keepKnownInRows(
  series: string,
  asOf: string,
  rows: readonly { readonly place: string; readonly learners: number }[],
): string {
  const values = rows.map(
    ({ place, learners }) =>
      `('known', ${literal(series)}, NULL, ${literal(place)}, 0, ${literal(asOf)}, NULL, ${learners})`,
  )
  return `INSERT INTO ${contributionRelation.from} VALUES ${values.join(', ')}`
}

/** SELECT of what `keepKnownInRows` kept: `since`, `place`, `learners`. */
export function knownInRows(series: string): string {
  return `SELECT since, place, learners FROM ${contributionRelation.from} WHERE kind = 'known' AND series = ${literal(series)} ORDER BY ALL`
}
