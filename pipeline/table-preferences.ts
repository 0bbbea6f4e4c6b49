import type { TabulatedTable } from '../schemas/cell.ts'
import { rowPreferences, type TablePreferences } from '../transforms/disclosure/row-preferences.ts'
import type { Project } from './load-project.ts'

/** What each table would rather publish than hide. */
export function preferencesOf(
  tables: readonly TabulatedTable[],
  { definition, tables: definitions }: Project,
): readonly TablePreferences[] {
  return tables.map(({ shape }) => {
    const { publish } = definitions.find(({ id }) => id === shape.id)!
    return rowPreferences(shape, publish, definition.policy.loss, null)
  })
}
