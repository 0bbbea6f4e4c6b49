import type { TabulatedTable } from '../schemas/cell.ts'
import {
  type LastHidden,
  rowPreferences,
  type TablePreferences,
} from '../transforms/disclosure/row-preferences.ts'
import type { Project } from './load-project.ts'

/**
 * What each table would rather publish than hide.
 *
 * @param last rows that the period before hides, by table id
 */
export function preferencesOf(
  tables: readonly TabulatedTable[],
  { definition, tables: definitions }: Project,
  last: ReadonlyMap<string, LastHidden>,
): readonly TablePreferences[] {
  return tables.map(({ shape }) => {
    const { publish } = definitions.find(({ id }) => id === shape.id)!
    return rowPreferences(shape, publish, definition.policy.loss, last.get(shape.id) ?? null)
  })
}
