import { type BaseMeasure, type DerivedMeasure, type Dimension, matrixSize, type TableShape } from '../../schemas/cell.ts'
import { type Fact, type FactName, facts } from '../../schemas/fact.ts'
import { ConfigurationError } from '../../schemas/failure.ts'
import type { Labels } from '../../schemas/labels.ts'
import type { Period } from '../../schemas/period.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { MeasureDefinition, TableDefinition } from '../../schemas/table.ts'
import type { Attribute } from '../generalize/attribute.ts'
import { codeList, depthOf } from '../generalize/code-list.ts'
import { type Catalogue, courseCodes, type CourseLevel, dayCodes } from './catalogue.ts'
import { broadBand, passCodes, scoreBandCodes, tenPointBand } from './score-bands.ts'
import type { PlannedDimension, TablePlan } from './table-plan.ts'

export interface TableContext {
  readonly attributes: readonly Attribute[]
  readonly catalogue: Catalogue
  readonly period: Period
  readonly policy: Policy
}

/**
 * Resolves a table for one period.
 *
 * @throws {ConfigurationError} if it names an unknown dimension, level or measure, or exceeds its cell budget
 */
export function planTable(definition: TableDefinition, context: TableContext): TablePlan {
  const fact: Fact = facts[definition.from]
  const dimensions = Object.entries(definition.dimensions).map(([name, { level, title }]) =>
    planDimension(definition, name, level, title, context),
  )
  const { baseMeasures, derivedMeasures } = planMeasures(definition, fact, dimensions)
  const zerosPublished = definition.zeros !== undefined || context.policy.zeros !== 'protect'
  const shape: TableShape = {
    id: definition.id,
    title: definition.title,
    fact: definition.from,
    period: context.period.id,
    dimensions: dimensions.map(({ dimension }) => dimension),
    baseMeasures,
    derivedMeasures,
    zeros: zerosPublished ? 'publish' : 'protect',
    cellBudget: definition.cellBudget,
  }
  const size = matrixSize(shape.dimensions)
  if (size > definition.cellBudget)
    throw new ConfigurationError(`table ${definition.id} may have ${definition.cellBudget} cells`, String(size))
  return { fact: definition.from, shape, dimensions }
}

function planDimension(
  table: TableDefinition,
  name: string,
  level: string | undefined,
  title: Labels | undefined,
  context: TableContext,
): PlannedDimension {
  const fact: Fact = facts[table.from]
  const attribute = context.attributes.find((candidate) => candidate.name === name)
  if (attribute?.definition.of === 'learners') {
    const depth = level === undefined ? attribute.depth : depthOf(attribute.hierarchy, level)
    if (depth > attribute.depth)
      throw new ConfigurationError(`table ${table.id} may not show ${name} finer than its pinned level`, level)
    const codes = codeList(attribute.hierarchy, depth, attribute.definition.missing === 'not-stated')
    const dimension: Dimension = {
      name,
      title: title ?? attribute.definition.title ?? { en: name },
      kind: 'attribute',
      sensitive: attribute.definition.role === 'sensitive',
      codes,
    }
    return { kind: 'attribute', dimension, attribute: name, pinned: attribute.codes }
  }
  if (name === 'course' && fact.dimensions['course'] !== undefined) {
    const chosen = level ?? 'course'
    if (!isCourseLevel(chosen) || !fact.dimensions['course'].levels.includes(chosen))
      throw new ConfigurationError(`table ${table.id} needs one of the levels ${fact.dimensions['course'].levels.join(', ')}`, level)
    return { kind: 'course', level: chosen, dimension: event(name, title ?? { en: 'Course', uz: 'Kurs', ru: 'Курс' }, courseCodes(context.catalogue, chosen)) }
  }
  if (name === 'day') return { kind: 'day', dimension: event(name, title ?? { en: 'Day', uz: 'Kun', ru: 'День' }, dayCodes(context.period.start, context.period.end)) }
  if (fact.outcomes.includes(name)) return planOutcome(table, name, level, title, attribute)
  throw new ConfigurationError(`table ${table.id} names a dimension that the project does not have`, name)
}

function isCourseLevel(level: string): level is CourseLevel {
  return level === 'lesson' || level === 'course' || level === 'track'
}

function event(name: string, title: Labels, codes: Dimension['codes']): Dimension {
  return { name, title, kind: 'event', sensitive: false, codes }
}

function planOutcome(
  table: TableDefinition,
  name: string,
  level: string | undefined,
  title: Labels | undefined,
  attribute: Attribute | undefined,
): PlannedDimension {
  const outcome = (fallback: Labels, codes: Dimension['codes']): Dimension => ({ name, title: title ?? fallback, kind: 'outcome', sensitive: true, codes })
  if (name === 'outcome')
    return { kind: 'outcome', outcome: name, dimension: outcome({ en: 'Outcome', uz: 'Natija', ru: 'Исход' }, passCodes), codeOf: (passed) => (passed === 1 ? 'passed' : 'failed') }
  if (name === 'score_band') {
    const chosen = level ?? 'ten'
    if (chosen !== 'ten' && chosen !== 'broad') throw new ConfigurationError(`table ${table.id} needs score_band at one of the levels ten, broad`, level)
    return { kind: 'outcome', outcome: name, dimension: outcome({ en: 'Score', uz: 'Ball', ru: 'Балл' }, scoreBandCodes(chosen)), codeOf: chosen === 'ten' ? tenPointBand : broadBand }
  }
  if (attribute === undefined) throw new ConfigurationError(`table ${table.id} needs the attribute ${name} of progress to be declared`)
  const depth = level === undefined ? attribute.depth : depthOf(attribute.hierarchy, level)
  if (depth !== attribute.depth) throw new ConfigurationError(`table ${table.id} must show ${name} at its pinned level`, level)
  return { kind: 'outcome', outcome: 'result', dimension: outcome(attribute.definition.title ?? { en: 'Result' }, attribute.codes), codeOf: (index) => attribute.codes[index]!.code }
}

function planMeasures(
  table: TableDefinition,
  fact: Fact,
  dimensions: readonly PlannedDimension[],
): { baseMeasures: readonly BaseMeasure[]; derivedMeasures: readonly DerivedMeasure[] } {
  const named = Object.entries(table.measures)
  const baseMeasures = named.flatMap(([name, measure]) => ('count' in measure || 'sum' in measure ? [planBase(table, fact, name, measure)] : []))
  const learners = baseMeasures.filter(({ type }) => type === 'learners')
  const all = learners.find(({ where }) => where === null)
  const related = baseMeasures.map((measure): BaseMeasure => {
    const isPart = measure.type === 'learners' && measure.where !== null && all !== undefined
    const events = baseMeasures.find(({ type, where }) => type === 'events' && where === measure.where)
    return {
      ...measure,
      within: isPart ? all.name : null,
      atMost: [...(isPart ? [all.name] : []), ...(measure.type === 'learners' && events !== undefined ? [events.name] : [])],
    }
  })
  if (table.from === 'progress' && dimensions.some(({ kind }) => kind === 'outcome') && related.some(({ where }) => where !== 'finished'))
    throw new ConfigurationError(`table ${table.id} must count where: finished along result`)
  const derivedMeasures = named.flatMap(([name, measure]) => ('count' in measure || 'sum' in measure ? [] : [planDerived(table, fact, name, measure, related)]))
  if (related.length === 0) throw new ConfigurationError(`table ${table.id} needs a measure that counts or sums`)
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
    if (!fact.quantities.includes(measure.sum)) throw new ConfigurationError(`table ${table.id} sums a quantity that ${table.from} does not have`, measure.sum)
    return { name, title, type: 'sum', counts: `${table.from}:${measure.sum}`, overEvents: 'additive', atMost: [], within: null, where: null, quantity: measure.sum }
  }
  const where = measure.where ?? null
  if (where !== null && !fact.indicators.includes(where)) throw new ConfigurationError(`table ${table.id} names an indicator that ${table.from} does not have`, where)
  if (where === null && typeof fact.at !== 'string') throw new ConfigurationError(`table ${table.id} must say where: for ${name}, one of ${fact.indicators.join(', ')}`)
  const counts = [table.from, measure.count, ...(where === null ? [] : [where])].join(':')
  const additive = measure.count === 'events' || fact.once
  const byLatest = where !== null && table.from === 'test_results'
  return {
    name,
    title,
    type: measure.count,
    counts,
    overEvents: additive ? 'additive' : byLatest ? 'latest' : 'distinct',
    atMost: [],
    within: null,
    where,
    quantity: null,
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
      throw new ConfigurationError(`table ${table.id} needs a ratio of two of its measures, the first counted within the second`, `${numerator}, ${denominator}`)
    return { name, title, type: 'ratio', numerator, denominator }
  }
  const score = 'mean' in measure ? measure.mean : measure.median
  if (!fact.scores.includes(score)) throw new ConfigurationError(`table ${table.id} names a score that ${table.from} does not have`, score)
  return 'mean' in measure ? { name, title, type: 'mean', score, decimals: measure.decimals } : { name, title, type: 'median', score }
}

