import type { BaseMeasure, Dimension, TableShape } from '../../schemas/cell.ts'
import { figureName } from './figure-place.ts'

/** A sum or difference of figures of one block of a table; never negative for any learner. */
export interface FigureExpression {
  /** Equal in two tables exactly where they form the same from the same figures. */
  readonly key: string
  /**
   * `figure`: one alone; `difference`: one that contains the other, less the other; `overlap`: how often learners are in
   * more than one part.
   */
  readonly kind: 'figure' | 'difference' | 'overlap'
  readonly type: BaseMeasure['type']
  readonly terms: readonly FigureTerm[]
  /** The most that one learner adds to an overlap; 1 otherwise. */
  readonly most: number
}

export interface FigureTerm {
  /** As `figureName` names it. */
  readonly figure: string
  readonly coefficient: 1 | -1
  /** Position of the measure, and event codes by position in their code list. */
  readonly measure: number
  readonly events: readonly number[]
}

/** Figures of the parts of one whole, which add up. */
export interface AdditiveFamily {
  readonly figures: readonly string[]
}

/**
 * All that a reader forms of the figures of one block: each figure; a parent less one of its children and children less
 * their parent, over events; and less a measure counted within it.
 */
export function figureExpressions(shape: TableShape): readonly FigureExpression[] {
  const events = eventDimensions(shape)
  const measures = shape.baseMeasures
  const expressions: FigureExpression[] = []
  for (const at of eventCoordinates(events)) {
    const term = (measure: number, codes: readonly number[], coefficient: 1 | -1): FigureTerm => ({
      figure: nameOf(measures[measure]!, events, codes),
      coefficient,
      measure,
      events: codes,
    })
    const keyOf = (measure: number, codes: readonly number[]) =>
      JSON.stringify([measures[measure]!.counts, measures[measure]!.where, ...shownCodes(events, codes)])
    const add = (
      kind: FigureExpression['kind'],
      type: BaseMeasure['type'],
      terms: readonly FigureTerm[],
      most = 1,
    ) => {
      const parts = terms.map(({ coefficient, measure, events: codes }) => [
        coefficient,
        keyOf(measure, codes),
      ])
      expressions.push({ key: JSON.stringify(parts), kind, type, terms, most })
    }
    measures.forEach((measure, m) => {
      const whole = measures.findIndex(({ name }) => name === measure.within)
      add('figure', measure.type, [term(m, at, 1)])
      if (whole >= 0) add('difference', 'learners', [term(whole, at, 1), term(m, at, -1)])
      for (const children of familiesAt(events, at)) {
        for (const child of children) add('difference', measure.type, [term(m, at, 1), term(m, child, -1)])
        if (measure.overEvents === 'additive') continue
        const over = (of: number, sign: 1 | -1): readonly FigureTerm[] => [
          ...children.map((child) => term(of, child, sign)),
          term(of, at, sign === 1 ? -1 : 1),
        ]
        add('overlap', 'learners', over(m, 1), children.length - 1)
        if (whole >= 0) add('overlap', 'learners', [...over(whole, 1), ...over(m, -1)], children.length - 1)
      }
    })
  }
  return expressions
}

/** Families of events over which a measure adds up: a reader sums whichever of them are hidden. */
export function additiveFamilies(shape: TableShape): readonly AdditiveFamily[] {
  const events = eventDimensions(shape)
  return shape.baseMeasures
    .filter(({ overEvents }) => overEvents === 'additive')
    .flatMap((measure) =>
      [...eventCoordinates(events)].flatMap((at) =>
        familiesAt(events, at).map((children) => ({
          figures: children.map((child) => nameOf(measure, events, child)),
        })),
      ),
    )
}

export function eventDimensions({ dimensions }: Pick<TableShape, 'dimensions'>): readonly Dimension[] {
  return dimensions.filter(({ kind }) => kind !== 'attribute')
}

function* eventCoordinates(events: readonly Dimension[]): Generator<readonly number[]> {
  const [first, ...rest] = events
  if (first === undefined) {
    yield []
    return
  }
  for (let code = 0; code < first.codes.length; code++)
    for (const tail of eventCoordinates(rest)) yield [code, ...tail]
}

/** For each dimension in which a coordinate has several children: the coordinates of those. */
function familiesAt(
  events: readonly Dimension[],
  at: readonly number[],
): readonly (readonly (readonly number[])[])[] {
  return events.flatMap(({ codes }, d) => {
    const own = codes[at[d]!]!.code
    const children = codes.flatMap(({ parent }, i) => (parent === own ? [at.with(d, i)] : []))
    return children.length > 1 ? [children] : []
  })
}

function nameOf({ name }: BaseMeasure, events: readonly Dimension[], at: readonly number[]): string {
  return figureName(
    name,
    events.map(({ codes }, d) => codes[at[d]!]!.code),
  )
}

/** Codes that are not totals, whatever the order of the dimensions. */
function shownCodes(events: readonly Dimension[], at: readonly number[]): readonly string[] {
  return events
    .flatMap(({ name, codes }, d) => (at[d] === 0 ? [] : [`${name}=${codes[at[d]!]!.code}`]))
    .toSorted()
}
