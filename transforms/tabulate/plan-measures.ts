import type { BaseMeasure, DerivedMeasure } from '../../schemas/cell.ts'
import type { Fact } from '../../schemas/fact.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import type { MeasureDefinition, TableDefinition } from '../../schemas/table.ts'
import type { PlannedDimension } from './table-plan.ts'

/**
 * Resolves the measures of a table, and how they bound each other.
 *
 * @throws {ConfigurationError} if the fact lacks what they name, or a derived one lacks its parts
 */
export function planMeasures(
  table: TableDefinition,
  fact: Fact,
  dimensions: readonly PlannedDimension[],
): { baseMeasures: readonly BaseMeasure[]; derivedMeasures: readonly DerivedMeasure[] } {
  const named = Object.entries(table.measures)
  const baseMeasures = named.flatMap(([name, measure]) =>
    'count' in measure || 'sum' in measure ? [planBase(table, fact, name, measure)] : [],
  )
  const learners = baseMeasures.filter(({ type }) => type === 'learners')
  const all = learners.find(({ where }) => where === null)
  const related = baseMeasures.map((measure): BaseMeasure => {
    const isPart = measure.type === 'learners' && measure.where !== null && all !== undefined
    const events = baseMeasures.find(({ type, where }) => type === 'events' && where === measure.where)
    return {
      ...measure,
      within: isPart ? all.name : null,
      atMost: [
        ...(isPart ? [all.name] : []),
        ...(measure.type === 'learners' && events !== undefined ? [events.name] : []),
      ],
    }
  })
  if (
    table.from === 'progress' &&
    dimensions.some(({ kind }) => kind === 'outcome') &&
    related.some(({ where }) => where !== 'finished')
  )
    throw new ConfigurationError(`table ${table.id} must count where: finished along result`)
  if (dimensions.some(({ dimension }) => related.some(({ part }) => part?.dimension === dimension.name)))
    throw new ConfigurationError(`table ${table.id} may not count a part of the outcome that it is sorted by`)
  // Events of a learner go by the learner's latest outcome in the cell, so they would not add up over courses.
  if (dimensions.some(({ kind }) => kind === 'outcome') && related.some(({ type }) => type !== 'learners'))
    throw new ConfigurationError(`table ${table.id} may count only learners along an outcome`)
  const derivedMeasures = named.flatMap(([name, measure]) =>
    'count' in measure || 'sum' in measure ? [] : [planDerived(table, fact, name, measure, related)],
  )
  if (related.length === 0)
    throw new ConfigurationError(`table ${table.id} needs a measure that counts or sums`)
  if (derivedMeasures.some(({ type }) => type !== 'ratio') && all === undefined)
    throw new ConfigurationError(`table ${table.id} needs count: learners beside its mean or median`)
  return { baseMeasures: related, derivedMeasures }
}

function planBase(
  table: TableDefinition,
  fact: Fact,
  name: string,
  measure: Extract<MeasureDefinition, { count: unknown } | { sum: unknown }>,
): BaseMeasure {
  const title = measure.title ?? { en: name }
  if ('sum' in measure) {
    if (!fact.quantities.includes(measure.sum))
      throw new ConfigurationError(
        `table ${table.id} sums a quantity that ${table.from} does not have`,
        measure.sum,
      )
    return {
      name,
      title,
      type: 'sum',
      counts: `${table.from}:${measure.sum}`,
      overEvents: 'additive',
      atMost: [],
      within: null,
      where: null,
      quantity: measure.sum,
      part: null,
    }
  }
  const where = measure.where ?? null
  if (where !== null && !fact.indicators.includes(where))
    throw new ConfigurationError(
      `table ${table.id} names an indicator that ${table.from} does not have`,
      where,
    )
  if (where === null && typeof fact.at !== 'string')
    throw new ConfigurationError(
      `table ${table.id} must say where: for ${name}, one of ${fact.indicators.join(', ')}`,
    )
  const additive = measure.count === 'events' || fact.once
  const byLatest = where !== null && table.from === 'test_results' && measure.count === 'learners'
  return {
    name,
    title,
    type: measure.count,
    counts: [table.from, measure.count, ...(where === null || byLatest ? [] : [where])].join(':'),
    overEvents: additive ? 'additive' : byLatest ? 'latest' : 'distinct',
    atMost: [],
    within: null,
    where,
    quantity: null,
    part: byLatest ? { dimension: 'outcome', code: 'passed', rest: 'failed' } : null,
  }
}

function planDerived(
  table: TableDefinition,
  fact: Fact,
  name: string,
  measure: Exclude<MeasureDefinition, { count: unknown } | { sum: unknown }>,
  base: readonly BaseMeasure[],
): DerivedMeasure {
  const title = measure.title ?? { en: name }
  if ('ratio' in measure) {
    const [numerator, denominator] = measure.ratio
    const part = base.find((candidate) => candidate.name === numerator)
    if (part === undefined || part.within !== denominator)
      throw new ConfigurationError(
        `table ${table.id} needs a ratio of two of its measures, the first counted within the second`,
        `${numerator}, ${denominator}`,
      )
    return { name, title, type: 'ratio', numerator, denominator }
  }
  const score = 'mean' in measure ? measure.mean : measure.median
  if (!fact.scores.includes(score))
    throw new ConfigurationError(`table ${table.id} names a score that ${table.from} does not have`, score)
  return 'mean' in measure
    ? { name, title, type: 'mean', score, decimals: measure.decimals }
    : { name, title, type: 'median', score }
}
