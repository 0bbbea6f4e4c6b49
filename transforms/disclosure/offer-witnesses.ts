import type { TabulatedTable } from '../../schemas/cell.ts'
import type { Witness } from '../../schemas/witness.ts'
import type { Deviations } from './kept-witnesses.ts'
import type { LinkedTables } from './linked-tables.ts'

/**
 * Says in figures of tables what points say in quantities, for whoever checks them. Points that move what is
 * published are left out; what follows by subtraction is left to the reader.
 *
 * @param hidden for each unit: 1 if hidden
 */
export function offerWitnesses(
  tables: readonly TabulatedTable[],
  { quantities, quantitiesOfRow }: LinkedTables,
  hidden: Uint8Array,
  points: readonly Deviations[],
): readonly Witness[] {
  const tableOf = new Int32Array(quantities.length).fill(-1)
  const positionOf = new Int32Array(quantities.length)
  tables.forEach(({ shape }, t) => {
    const measures = shape.baseMeasures.length
    quantitiesOfRow[t]!.forEach((members, row) => {
      for (let m = 0; m < measures; m++) {
        tableOf[members[m]!] = t
        positionOf[members[m]!] = row * measures + m
      }
    })
  })
  return points.flatMap(({ quantities: moved, changes }) => {
    if (moved.some((q) => hidden[quantities[q]!.unit] === 0)) return []
    const shown = [...moved.keys()].filter((i) => tableOf[moved[i]!]! >= 0)
    return [
      {
        tables: Int32Array.from(shown, (i) => tableOf[moved[i]!]!),
        positions: Int32Array.from(shown, (i) => positionOf[moved[i]!]!),
        changes: Float64Array.from(shown, (i) => changes[i]!),
      },
    ]
  })
}
