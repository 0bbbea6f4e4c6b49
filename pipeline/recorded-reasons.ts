import type { BrokenRule } from '../transforms/disclosure/broken-rules.ts'
import { type NamedRow, nameOfRow } from '../transforms/disclosure/named-figures.ts'
import type { TablePreferences } from '../transforms/disclosure/row-preferences.ts'
import type { ReleaseRecord } from './release-record.ts'

/** Reasons that do not follow from cells, but from who was where before and what is out: known from the record alone. */
const recorded = {
  change: 'as it stands now it would tell of too few learners who changed it, or are idle beside it',
  released: 'a release that is out hides it',
} as const

/** Lets the rows that such a reason speaks against be judged as they were. */
export function recordedPreferences({
  tables,
  reasons,
}: Pick<ReleaseRecord, 'tables' | 'reasons'>): readonly TablePreferences[] {
  return tables.map(({ shape, cells }, t) => {
    const having = (reason: keyof typeof recorded) =>
      Uint8Array.from(reasons[t]!, (ofRow) => (ofRow.includes(reason) ? 1 : 0))
    return {
      required: new Uint8Array(cells.length),
      weights: new Float64Array(cells.length).fill(1),
      ...(shape.asOf === undefined ? { idle: having('change') } : { heldBack: having('change') }),
      staysHidden: having('released'),
    }
  })
}

/** Such reasons of one row, as rules that it breaks. */
export function recordedRules(
  { tables, reasons }: Pick<ReleaseRecord, 'tables' | 'reasons'>,
  at: { readonly table: number; readonly row: number },
): readonly (BrokenRule & NamedRow)[] {
  const table = tables[at.table]!
  const cell = table.cells[at.row]!
  const figure = table.shape.baseMeasures[0]!.name
  return (['change', 'released'] as const)
    .filter((rule) => reasons[at.table]![at.row]!.includes(rule))
    .map((rule) => ({
      ...{ rule, figure, contributors: cell.contributors, clause: recorded[rule] },
      ...nameOfRow(table, cell),
    }))
}
