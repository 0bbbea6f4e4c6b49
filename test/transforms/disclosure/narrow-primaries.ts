import type { Highs } from 'highs'
import { deviationPolytope, indexRelations } from '../../../transforms/disclosure/deviation-polytope.ts'
import type { LinkedTables } from '../../../transforms/disclosure/linked-tables.ts'
import { requiredWidth, type WidthLimits } from '../../../transforms/disclosure/required-width.ts'
import { WidthModel } from '../../../transforms/disclosure/width-model.ts'

/** Primaries that are narrower than needed while a pattern hides what it does; one linear program over the whole. */
export function narrowPrimaries(
  highs: Highs,
  system: LinkedTables,
  hidden: Uint8Array,
  limits: WidthLimits,
): readonly number[] {
  const open = system.quantities.flatMap(({ unit }, q) => (hidden[unit] === 1 ? [q] : []))
  const polytope = deviationPolytope(system, indexRelations(system), open)
  const model = new WidthModel(highs, polytope, () => true)
  const narrow = open.filter((q) => {
    const quantity = system.quantities[q]!
    return quantity.primary && !model.prove(polytope.columnOf[q]!, requiredWidth(quantity, limits))
  })
  model.dispose()
  return narrow
}
