import type { Addresses } from './addresses.ts'
import { dataTable, link, list, section, words } from './markup.ts'
import type { OperatorLayer, OperatorTable } from './operator-layer.ts'
import type { RowState } from './operator-rows.ts'

/** How much each table hides, and by which rules, with links to the rows. */
export function tablesSection({ tables, run, record }: OperatorLayer, addresses: Addresses): string {
  const period = run.periods.find((one) => one.period.id === record.manifest.period.id)
  const notes = (period?.tables ?? []).flatMap(({ table, warnings, advice }) =>
    [...warnings, ...advice].map((note) => words(`${table}: ${note}`)),
  )
  return section(
    'Tables',
    dataTable(
      'Rows of each table by state',
      [
        'Table',
        'Rows',
        'Published',
        'Primary',
        'Complementary',
        'Of an earlier day',
        'Primaries by rule',
        'Title',
      ],
      tables.map((table) => [
        link(addresses.table(table.shape.id), table.shape.id),
        words(table.rows.length),
        ...(['published', 'primary', 'complementary', 'standing'] as const).map((state) =>
          words(rowsIn(table, state)),
        ),
        words(rulesOf(table)),
        words(table.shape.title.en),
      ]),
    ),
    list(notes),
  )
}

function rowsIn({ rows }: OperatorTable, wanted: RowState): number {
  return rows.filter(({ state }) => state === wanted).length
}

/** A row may break several. */
function rulesOf({ rows }: OperatorTable): string {
  const counts = new Map<string, number>()
  for (const { reasons } of rows) for (const rule of reasons) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  return [...counts].map(([rule, n]) => `${rule} ${n}`).join(', ')
}
