import type { Figure, PublishedTable } from '../../schemas/cell.ts'
import type { AuditParameters } from '../../schemas/release.ts'
import type { AuditFinding, AuditRule } from './audit-report.ts'
import { ratioFigure } from './derived-figures.ts'
import { scoresToWithhold } from './hidden-outcomes.ts'
import type { HiddenSystem } from './hidden-system.ts'
import { complementName, type PublishedSystem, placeOf } from './published-system.ts'
import { trueRange } from './rounded-figures.ts'
import { codeOf, rowOfTotal } from './table-geometry.ts'
import { visibleDifferences } from './virtual-findings.ts'
import { visibleRemainders } from './visible-remainders.ts'

/**
 * Finds what a reader sees without any solver: figures that contradict each other, that rest on too few
 * learners, or that show a group to share an outcome.
 */
export function visibleFindings(
  system: PublishedSystem,
  hidden: HiddenSystem,
  parameters: AuditParameters,
): readonly AuditFinding[] {
  const wrong = (variable: number, rule: AuditRule, clause: string) => ({
    rule,
    ...placeOf(system, variable),
    clause,
  })
  return [
    ...[...new Set(system.conflicts)].map((variable) =>
      wrong(variable, 'conflicting-figures', 'a figure has one value wherever it is published'),
    ),
    ...[...new Set(hidden.contradictions)].map((variable) =>
      wrong(variable, 'arithmetic', 'the figures that it is linked to contradict each other'),
    ),
    ...system.tables.flatMap((table, t) => tableFindings(system, hidden, t, table, parameters)),
    ...visibleDifferences(system, hidden.values, parameters),
    ...visibleRemainders(system, hidden.values, parameters),
    ...narrowingScores(system.tables),
  ]
}

function tableFindings(
  { figures, complements, geometries }: PublishedSystem,
  { values }: HiddenSystem,
  t: number,
  { shape, rows }: PublishedTable,
  parameters: AuditParameters,
): readonly AuditFinding[] {
  const findings: AuditFinding[] = []
  const geometry = geometries[t]!
  const measures = shape.baseMeasures
  const isFew = (learners: number) => learners >= 1 && learners < parameters.minimumContributors
  const indexOf = (name: string | null) => measures.findIndex((measure) => measure.name === name)
  const outcomes = shape.dimensions.flatMap((dimension, d) =>
    dimension.sensitive ? [{ d, codes: dimension.codes.length }] : [],
  )

  let coordinates: readonly string[] = []
  const add = (rule: AuditRule, measure: string, clause: string) =>
    findings.push({ rule, table: shape.id, coordinates, measure, clause })
  rows.forEach((row, r) => {
    coordinates = row.coordinates
    measures.forEach((measure, m) => {
      const position = r * measures.length + m
      if (measure.within !== null) {
        const of = values[figures[t]![r * measures.length + indexOf(measure.within)]!]!
        const complement = values[complements[t]![position]!]!
        const name = complementName(measure)
        if (isFew(complement))
          add('few-contributors', name, 'learners who follow by subtraction number 0 or minimumContributors')
        if (of > 0 && (complement === 0 || values[figures[t]![position]!] === 0)) {
          add('group-disclosure', name, 'a group is not shown to agree in what a measure counts')
        }
      }
      const value = row.figures[m]!.value
      if (value !== null && value % (parameters.rounding?.base ?? 1) !== 0)
        add('arithmetic', measure.name, 'a rounded figure is a multiple of its base')
      if (value === null || measure.type === 'sum') return
      const { least, most } = trueRange(value, measure, parameters)
      if (isFew(value) && most < parameters.minimumContributors)
        add('few-contributors', measure.name, 'a published figure rests on minimumContributors learners')
      if (value === 0 && shape.zeros === 'protect' && row.isNotYet !== true)
        add('published-zero', measure.name, 'zeros are protected in this table')
      for (const { d, codes } of outcomes) {
        const total = rows[rowOfTotal(geometry, r, d)]!.figures[m]!.value
        const code = codeOf(geometry, r, d)
        if (code === 0 || total === null || total === 0) continue
        const isLeaf = geometry.children[d]![code]!.length === 0
        const outside = trueRange(total, measure, parameters).most - least
        if (value === 0)
          add('group-disclosure', measure.name, 'no outcome is shown to be missing from a group')
        else if (
          measure.type === 'learners' &&
          isLeaf &&
          codes > 2 &&
          outside < parameters.outcomeDiversity
        ) {
          add(
            'group-disclosure',
            measure.name,
            'outcomeDiversity learners of a group differ from its largest outcome',
          )
        }
      }
    })
    if (row.figures[0]!.status !== 'A') return
    shape.derivedMeasures.forEach((measure, i) => {
      if (measure.type !== 'ratio') return
      const figure = row.figures[measures.length + i]!
      const numerator = row.figures[indexOf(measure.numerator)]!.value
      const denominator = row.figures[indexOf(measure.denominator)]!.value
      const expected = ratioFigure(numerator ?? 0, denominator ?? 0, parameters.percentageBase)
      if (isWithheldRatio(figure, denominator ?? 0, parameters)) return
      if (figure.status !== expected.status || figure.value !== expected.value) {
        add('arithmetic', measure.name, 'a ratio is that of its published counts, rounded half up')
      }
    })
  })
  return findings
}

/** Whether a ratio may be confidential since fewer than its rounded denominator were counted. */
function isWithheldRatio({ status }: Figure, denominator: number, parameters: AuditParameters): boolean {
  const { least } = trueRange(denominator, { type: 'learners' }, parameters)
  return status === 'c' && denominator > 0 && least < parameters.percentageBase
}

/** Means and medians beside hidden outcomes of the same learners. */
function narrowingScores(tables: readonly PublishedTable[]): readonly AuditFinding[] {
  const withheld = scoresToWithhold(tables)
  return tables.flatMap(({ shape, rows }, t) =>
    shape.derivedMeasures.flatMap(({ type, name }, i) => {
      if (type === 'ratio') return []
      const published = rows.filter(
        ({ figures }, r) => withheld[t]![r] === 1 && figures[shape.baseMeasures.length + i]!.status === 'A',
      )
      const clause = 'a mean or median is hidden where an outcome of its learners is'
      return published.map(({ coordinates }) => ({
        rule: 'score-beside-hidden-outcome' as const,
        table: shape.id,
        coordinates,
        measure: name,
        clause,
      }))
    }),
  )
}
