import type { DerivedMeasure, Figure, PublishedTable, TableShape } from '../../schemas/cell.ts'

/** A figure of a table's total row. */
export interface KeyFigure {
  readonly shape: TableShape
  readonly measure: TableShape['baseMeasures'][number] | DerivedMeasure
  readonly figure: Figure
  /** The day that a figure of a stock is of, which may be before that of its table; null for others. */
  readonly day: string | null
  /** Of what a percentage is; null for other figures. */
  readonly base: { readonly measure: TableShape['baseMeasures'][number]; readonly figure: Figure } | null
  /** The same figure of the last period, published or not; null where there is none. */
  readonly former: Figure | null
  /** Whether the last period showed it as of the same day: then it only stands. */
  readonly isStanding: boolean
}

/**
 * The totals of all tables, each figure once: tables that count the same have the same total. Of a stock it may stand since
 * another day in each; the newest is taken, of equal ones the first.
 *
 * @param compared tables of the last period; none where there is nothing to compare with
 */
export function keyFigures(
  tables: readonly PublishedTable[],
  compared: readonly PublishedTable[],
): readonly KeyFigure[] {
  const former = totals(compared)
  return [...totals(tables)].map(([key, one]) => {
    const before = former.get(key)
    const isStanding = one.day !== null && one.day === before?.day
    return { ...one, former: before?.figure ?? null, isStanding }
  })
}

type Total = Omit<KeyFigure, 'former' | 'isStanding'>

/** The first row of the matrix is the total, since every code list begins with it. */
function totals(tables: readonly PublishedTable[]): ReadonlyMap<string, Total> {
  const found = new Map<string, Total>()
  for (const { shape, rows } of tables) {
    const figures = rows[0]?.figures ?? []
    const day = rows[0]?.asOf ?? null
    const bases = shape.baseMeasures.map((measure, m) => ({ measure, figure: figures[m]! }))
    const all = [
      ...bases.map((one) => ({ ...one, base: null })),
      ...shape.derivedMeasures.map((measure, m) => ({
        measure,
        figure: figures[bases.length + m]!,
        base: bases.find((one) => one.measure.name === baseOf(measure, shape)) ?? null,
      })),
    ]
    for (const one of all) {
      const key = keyOf(one.measure, shape)
      const other = found.get(key)
      const isNewer = other?.shape.asOf !== undefined && day !== null && day > (other.day ?? '')
      if (other === undefined || isNewer) found.set(key, { shape, day, ...one })
    }
  }
  return found
}

/** Name of the measure that a percentage is a part of; of a score, who was counted. */
function baseOf(measure: DerivedMeasure, { baseMeasures }: TableShape): string | undefined {
  if (measure.type === 'ratio') return measure.denominator
  return baseMeasures.find(({ type, where }) => type === 'learners' && where === null)?.name
}

/** Names what is counted: of the latest results of learners, the part with an outcome is counted from the same learners. */
function keyOf(measure: KeyFigure['measure'], { fact, baseMeasures }: TableShape): string {
  const counted = (name: string) => {
    const base = baseMeasures.find((one) => one.name === name)
    return base === undefined ? name : countedBy(base)
  }
  switch (measure.type) {
    case 'ratio':
      return JSON.stringify([counted(measure.numerator), counted(measure.denominator)])
    case 'mean':
      return JSON.stringify([fact, 'mean', measure.score, measure.decimals])
    case 'median':
      return JSON.stringify([fact, 'median', measure.score])
    default:
      return countedBy(measure)
  }
}

function countedBy({ counts, part }: TableShape['baseMeasures'][number]): string {
  return part === null ? counts : `${counts} ${part.dimension}=${part.code}`
}
