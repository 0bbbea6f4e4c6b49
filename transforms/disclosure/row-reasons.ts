import type { SuppressionReason, TabulatedTable } from '../../schemas/cell.ts'
import type { RowReasons } from './primary-suppression.ts'
import type { TablePreferences } from './row-preferences.ts'

/**
 * Adds to every figure of a row that is held back that it is; beside who is idle, to those that count learners. Where there
 * was nothing to count yet, there is nothing to hide either.
 */
export function reasonsOfRows(
  { shape: { baseMeasures } }: TabulatedTable,
  judged: readonly RowReasons[],
  preferences: TablePreferences | undefined,
): readonly RowReasons[] {
  const { heldBack, idle, notYet } = preferences ?? {}
  if (heldBack === undefined && idle === undefined && notYet === undefined) return judged
  return judged.map((figures, row) => {
    if (notYet?.[row] === 1) return figures.map(() => [])
    const isHeld = (i: number) =>
      heldBack?.[row] === 1 || (idle?.[row] === 1 && baseMeasures[i]?.type === 'learners')
    return figures.some((_, i) => isHeld(i))
      ? figures.map((reasons, i) => (isHeld(i) ? allReasons(reasons, ['change']) : reasons))
      : figures
  })
}

/** What either list holds, each once and sorted; one of the lists itself where that is it. */
export function allReasons(
  known: readonly SuppressionReason[],
  more: readonly SuppressionReason[],
): readonly SuppressionReason[] {
  if (more.every((reason) => known.includes(reason))) return known
  return known.length === 0 && more.length === 1 ? more : [...new Set([...known, ...more])].sort()
}
