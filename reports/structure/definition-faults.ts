import { type Dimension, matrixSize, type TableShape } from '../../schemas/cell.ts'
import { tableSchema } from '../../schemas/table.ts'
import { columnsOf } from '../columns.ts'
import type { Fault } from './finding.ts'

const namePattern = /^[a-z][a-z0-9_]{0,49}$/

/** What is wrong with a table's definition, before any row is looked at. */
export function definitionFaults(shape: TableShape): readonly Fault[] {
  return [
    ...nameFaults(shape),
    ...referenceFaults(shape),
    ...shape.dimensions.flatMap(codeListFaults),
    ...budgetFaults(shape),
  ]
}

function nameFaults(shape: TableShape): readonly Fault[] {
  const names = [...shape.dimensions, ...shape.baseMeasures, ...shape.derivedMeasures].map(({ name }) => name)
  const columns = columnsOf(shape).map(({ name }) => name)
  return faultsWhere('definition', [
    [!tableSchema.shape.id.safeParse(shape.id).success, 'a table id is kebab-case, at most 50 characters'],
    [!names.every((name) => namePattern.test(name)), 'a column name is snake_case, at most 50 characters'],
    [new Set(columns).size < columns.length, 'a column name stands for one column'],
    [shape.baseMeasures.length === 0, 'a table has a base measure'],
  ])
}

function referenceFaults({ baseMeasures, derivedMeasures }: TableShape): readonly Fault[] {
  const base = new Set(baseMeasures.map(({ name }) => name))
  const learners = new Set(baseMeasures.filter(({ type }) => type === 'learners').map(({ name }) => name))
  return faultsWhere('definition', [
    [
      !baseMeasures.flatMap(({ atMost }) => atMost).every((name) => base.has(name)),
      'atMost names base measures',
    ],
    [
      !baseMeasures.every(({ within }) => within === null || learners.has(within)),
      'within names a base measure that counts learners',
    ],
    [
      !derivedMeasures.every(
        (measure) =>
          measure.type !== 'ratio' ||
          [measure.numerator, measure.denominator].every((name) => learners.has(name)),
      ),
      'a ratio has two base measures that count learners',
    ],
  ])
}

function codeListFaults({ name, codes }: Dimension): readonly Fault[] {
  const levels = new Map<string, number>()
  let parentsFirst = true
  let levelsAgree = true
  for (const { code, parent, level } of codes) {
    const above = parent === null ? -1 : levels.get(parent)
    if (above === undefined) parentsFirst = false
    else if (level !== above + 1) levelsAgree = false
    levels.set(code, level)
  }
  const totals = codes.filter(({ parent }) => parent === null)
  return faultsWhere('code-list', [
    [
      totals.length !== 1 || totals[0] !== codes[0] || codes[0]?.code !== '_T',
      `the code list of ${name} begins with its one total, _T`,
    ],
    [levels.size < codes.length, `the codes of ${name} are unique`],
    [codes.some(({ code }) => code === ''), `the codes of ${name} are not empty`],
    [!parentsFirst, `every parent in ${name} comes before its children`],
    [!levelsAgree, `every level in ${name} is one below its parent's`],
  ])
}

function budgetFaults({ dimensions, cellBudget }: TableShape): readonly Fault[] {
  return faultsWhere('cell-budget', [
    [!tableSchema.shape.cellBudget.safeParse(cellBudget).success, 'a cell budget lies within its range'],
    [matrixSize(dimensions) > cellBudget, 'a table has no more cells than its budget'],
  ])
}

function faultsWhere(rule: Fault['rule'], checks: readonly (readonly [boolean, string])[]): readonly Fault[] {
  return checks.filter(([broken]) => broken).map(([, clause]) => ({ rule, clause }))
}
