import {
  type BaseMeasure,
  type Cell,
  type Dimension,
  matrixCoordinates,
  type PublishedTable,
  type TableShape,
  type TabulatedTable,
} from '../../../schemas/cell.ts'
import type { Held } from '../../../schemas/custody.ts'
import type { AuditParameters } from '../../../schemas/release.ts'
import { attest } from '../../../transforms/attest.ts'
import type { AuditBudget, AuditFinding } from '../../../transforms/audit/audit-report.ts'

export const parameters: AuditParameters = {
  minimumContributors: 10,
  intervalWidth: 10,
  percentageBase: 20,
  outcomeDiversity: 3,
  relativeWidth: 0,
  dominance: { p: 10, coalition: 2, concentration: null, minutesPerLearner: 6000 },
}

/** All the time in the world. */
export const unlimited: AuditBudget = { now: () => 0, deadline: Number.POSITIVE_INFINITY }

/** @param tree codes below the total; a pair is a code with its children */
export function dimension(
  name: string,
  tree: readonly (string | readonly [string, readonly string[]])[],
  more: Partial<Pick<Dimension, 'kind' | 'sensitive'>> = {},
): Dimension {
  const code = (code: string, parent: string | null, level: number) => ({
    code,
    parent,
    level,
    labels: { en: code },
  })
  const codes = tree.flatMap((node) =>
    typeof node === 'string'
      ? [code(node, '_T', 1)]
      : [code(node[0], '_T', 1), ...node[1].map((child) => code(child, node[0], 2))],
  )
  return {
    name,
    title: { en: name },
    kind: 'attribute',
    sensitive: false,
    ...more,
    codes: [code('_T', null, 0), ...codes],
  }
}

export function measure(name: string, more: Partial<BaseMeasure> = {}): BaseMeasure {
  return {
    name,
    title: { en: name },
    type: 'learners',
    counts: name,
    overEvents: 'distinct',
    atMost: [],
    within: null,
    where: null,
    quantity: null,
    part: null,
    ...more,
  }
}

export function shape(
  dimensions: readonly Dimension[],
  more: Partial<Omit<TableShape, 'dimensions'>> = {},
): TableShape {
  return {
    id: 'table',
    title: { en: 'Table' },
    fact: 'progress',
    period: '2026-10',
    dimensions,
    baseMeasures: [measure('learners')],
    derivedMeasures: [],
    zeros: 'publish',
    cellBudget: 100_000,
    ...more,
  }
}

/** What a test says about one row: a number for each base measure. */
export type Counts = (coordinates: readonly string[]) => readonly number[]

/** The table as counted; each measure's contributors are its value unless told otherwise. */
export function counted(
  of: TableShape,
  counts: Counts,
  more: (coordinates: readonly string[]) => Partial<Cell> = () => ({}),
): TabulatedTable {
  const cells = [...matrixCoordinates(of.dimensions)].map((coordinates) => {
    const values = counts(coordinates)
    const measures = values.map((value) => ({ value, contributors: value, largest: [] }))
    return {
      coordinates,
      contributors: Math.max(...values),
      measures,
      outcomes: {},
      scores: {},
      ...more(coordinates),
    }
  })
  return { shape: of, cells }
}

export function held(...tables: readonly TabulatedTable[]): Held<'tabulated', readonly TabulatedTable[]> {
  return attest('tabulated', tables)
}

/** The table as published, but for the rows that a test hides. Derived figures are confidential. */
export function published(
  { shape: of, cells }: TabulatedTable,
  isHidden: (coordinates: readonly string[]) => boolean,
): PublishedTable {
  const hidden = { value: null, status: 'c' } as const
  const rows = cells.map(({ coordinates, measures }) => ({
    coordinates,
    figures: [
      ...measures.map(({ value }) => (isHidden(coordinates) ? hidden : ({ value, status: 'A' } as const))),
      ...of.derivedMeasures.map(() => hidden),
    ],
  }))
  return { shape: of, rows }
}

/** Counts of a table from those of its leaves, whose coordinates are joined by a space. */
export function sums(dimensions: readonly Dimension[], leaves: Readonly<Record<string, number>>): Counts {
  const lies = (d: number, code: string | undefined, below: string): boolean => {
    const { codes } = dimensions[d]!
    for (
      let at: string | null = code ?? null;
      at !== null;
      at = codes.find((one) => one.code === at)?.parent ?? null
    ) {
      if (at === below) return true
    }
    return false
  }
  return (coordinates) => [
    Object.entries(leaves).reduce((sum, [key, value]) => {
      const leaf = key.split(' ')
      return coordinates.every((code, d) => lies(d, leaf[d], code)) ? sum + value : sum
    }, 0),
  ]
}

/** Each finding as `rule coordinates`, sorted: short enough to compare literally. */
export function brief(findings: readonly AuditFinding[]): readonly string[] {
  return findings.map(({ rule, coordinates }) => [rule, ...coordinates].join(' ')).sort()
}

/** The table with one published figure moved. */
export function tampered(table: PublishedTable, at: string, by: number, figure = 0): PublishedTable {
  const rows = table.rows.map((row) => ({
    ...row,
    figures: row.figures.map((one, m) =>
      row.coordinates.join(' ') === at && m === figure && one.value !== null
        ? { ...one, value: one.value + by }
        : one,
    ),
  }))
  return { ...table, rows }
}
