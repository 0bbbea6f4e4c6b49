import type { Code, TableShape } from '../../schemas/cell.ts'

/**
 * What a table counts and along what, as one string: the same for tables of two periods whose figures may be added up.
 * Events may come up in between, and count as finely as before.
 */
export function sameButEvents({
  fact,
  dimensions,
  baseMeasures,
  derivedMeasures,
  zeros,
}: TableShape): string {
  return JSON.stringify([
    fact,
    zeros,
    dimensions.map(({ name, kind, sensitive, codes }) => [
      name,
      kind,
      sensitive,
      kind === 'event' ? finest(codes) : codes.map(({ code, parent }) => [code, parent]),
    ]),
    baseMeasures.map(({ name, counts, where, quantity }) => [name, counts, where, quantity]),
    derivedMeasures.map(({ name }) => name),
  ])
}

function finest(codes: readonly Code[]): number {
  return codes.reduce((most, { level }) => Math.max(most, level), 0)
}
