import type { TableShape } from '../schemas/cell.ts'
import type { Labels } from '../schemas/labels.ts'
import { columnsOf } from './columns.ts'
import type { FlatTable, FlatValue } from './flat-table.ts'

/** The tables of `release.duckdb` that describe the others: `_tables`, `_columns`, `_codes`. */
export function catalogue(shapes: readonly TableShape[]): readonly FlatTable[] {
  return [
    {
      name: '_tables',
      columns: texts('id', 'title_en', 'title_uz', 'title_ru', 'fact', 'period'),
      rows: shapes.map(({ id, title, fact, period }) => [id, ...languages(title), fact, period]),
    },
    {
      name: '_columns',
      columns: texts('table_id', 'column_name', 'kind', 'type', 'title_en', 'title_uz', 'title_ru'),
      rows: shapes.flatMap((shape) =>
        columnsOf(shape).map(({ name, kind, type, title }) => [
          shape.id,
          name,
          kind,
          type,
          ...languages(title),
        ]),
      ),
    },
    {
      name: '_codes',
      columns: [
        ...texts('table_id', 'dimension', 'code', 'parent'),
        { name: 'level', type: 'BIGINT', decimals: 0 },
        ...texts('label_en', 'label_uz', 'label_ru'),
      ],
      rows: shapes.flatMap(({ id, dimensions }) =>
        dimensions.flatMap(({ name, codes }) =>
          codes.map(({ code, parent, level, labels }) => [
            id,
            name,
            code,
            parent,
            level,
            ...languages(labels),
          ]),
        ),
      ),
    },
  ]
}

function texts(...names: readonly string[]): FlatTable['columns'] {
  return names.map((name) => ({ name, type: 'VARCHAR', decimals: 0 }))
}

/** Null where a language has no label. */
function languages({ en, uz, ru }: Labels): readonly FlatValue[] {
  return [en, uz ?? null, ru ?? null]
}
