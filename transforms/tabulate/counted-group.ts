import { z } from 'zod'
import type { Catalogue } from './catalogue.ts'
import type { LatticeNode } from './lattice.ts'
import type { CountedGroup, ScoreCount } from './margins.ts'
import type { PlannedDimension, TablePlan } from './table-plan.ts'

const whole = z.union([z.bigint(), z.int()]).transform(Number)
const list = z.object({ items: z.array(whole) }).transform(({ items }) => items)
const largestList = z
  .union([z.array(whole), list])
  .nullable()
  .transform((items) => items ?? [])

export interface GroupReader {
  group(row: Readonly<Record<string, unknown>>): CountedGroup
  score(row: Readonly<Record<string, unknown>>): ScoreCount
}

/** Reads rows of `cellQuery` and `scoreQuery` of one node into groups of the table's matrix. */
export function groupReader(plan: TablePlan, node: LatticeNode, catalogue: Catalogue): GroupReader {
  const indexes = plan.dimensions.map((dimension) => codeIndex(dimension, node, catalogue))
  const named = plan.dimensions.map((dimension, i) => ({
    name: present(dimension, node) ? `d_${dimension.dimension.name}` : null,
    index: indexes[i]!,
  }))
  const coordinates = (row: Readonly<Record<string, unknown>>) =>
    named.map(({ name, index }) => (name === null ? 0 : index(row[name])))
  const results = plan.dimensions.findIndex(
    (dimension) => dimension.kind === 'outcome' && dimension.outcome === 'result',
  )
  const score =
    plan.shape.derivedMeasures.find((measure) => measure.type === 'mean' || measure.type === 'median')
      ?.score ?? 'score'
  return {
    group(row) {
      const contributors = whole.parse(row['contributors'])
      const at = coordinates(row)
      const passed = row['passed'] === undefined ? null : whole.parse(row['passed'])
      return {
        coordinates: at,
        contributors,
        values: plan.shape.baseMeasures.map((_, i) => whole.parse(row[`value_${i}`])),
        contributorsOf: plan.shape.baseMeasures.map((_, i) => whole.parse(row[`contributors_${i}`])),
        largest: plan.shape.baseMeasures.map((_, i) =>
          row[`largest_${i}`] === undefined ? [] : largestList.parse(row[`largest_${i}`]),
        ),
        outcomes: {
          ...(passed === null ? {} : { outcome: { passed, failed: contributors - passed } }),
          ...(results < 0
            ? {}
            : { result: { [plan.shape.dimensions[results]!.codes[at[results]!]!.code]: contributors } }),
        },
      }
    },
    score: (row) => ({
      coordinates: coordinates(row),
      score,
      percent: whole.parse(row['percent']),
      learners: whole.parse(row['learners']),
    }),
  }
}

function present(dimension: PlannedDimension, node: LatticeNode): boolean {
  return dimension.kind === 'course' ? node.course !== null : dimension.kind === 'day' ? node.day : true
}

/** From what a query returns for a dimension to the index of the code in the table's code list. */
function codeIndex(
  planned: PlannedDimension,
  node: LatticeNode,
  catalogue: Catalogue,
): (value: unknown) => number {
  const codes = planned.dimension.codes
  const index = new Map(codes.map(({ code }, i) => [code, i]))
  const find = (code: string | undefined): number => {
    const i = code === undefined ? undefined : index.get(code)
    if (i === undefined)
      throw new Error(`the code list of ${planned.dimension.name} must hold every code that is counted`)
    return i
  }
  switch (planned.kind) {
    case 'attribute':
      return (value) => whole.parse(value)
    case 'course': {
      const numbered: readonly { readonly number: number; readonly code: string }[] =
        node.course === 'track'
          ? catalogue.tracks.map((code, number) => ({ number, code }))
          : node.course === 'course'
            ? catalogue.courses
            : catalogue.lessons
      const byNumber = new Map(numbered.map(({ number, code }) => [number, code]))
      return (value) => find(byNumber.get(whole.parse(value)))
    }
    case 'day':
      return (value) => find(z.string().parse(value))
    case 'outcome':
      return (value) => find(planned.codeOf(whole.parse(value)))
  }
}
