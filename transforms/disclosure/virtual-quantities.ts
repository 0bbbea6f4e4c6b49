import type { LinkedTables, Quantity, StatusUnit } from './linked-tables.ts'
import type { Equation, Inequality } from './table-equations.ts'
import type { VirtualCell } from './virtual-cells.ts'

/**
 * Adds what virtual cells say to a system: those that disclose as quantities that are always hidden, each in a
 * unit of its own that no row has; of the others only that they are not negative.
 */
export function appendVirtualCells(system: LinkedTables, cells: readonly VirtualCell[]): LinkedTables {
  const quantities: Quantity[] = [...system.quantities]
  const units: StatusUnit[] = [...system.units]
  const equations: Equation[] = [...system.equations]
  const families: (readonly number[])[] = [...system.families]
  const inequalities: Inequality[] = [...system.inequalities]
  const disclosing = cells.filter(({ reasons }) => reasons.length > 0)
  const position = new Map(disclosing.map(({ name }, i) => [name, quantities.length + i]))
  for (const { name, form, value, doubtful, fewest, reasons, sameLearners } of cells) {
    if (reasons.length === 0) {
      if (form.quantities.length > 1) inequalities.push(form)
      continue
    }
    const key = `virtual ${name}`
    families.push([equations.length])
    equations.push({
      kind: 'virtual',
      quantities: [...form.quantities, quantities.length],
      coefficients: [...form.coefficients, -1],
    })
    units.push({
      key,
      quantities: [quantities.length],
      contributors: value,
      size: value,
      reasons,
      required: false,
      weight: 1,
    })
    quantities.push({
      key,
      counts: key,
      coordinates: [],
      value,
      contributors: fewest,
      primary: true,
      unit: units.length - 1,
      lower: 0,
      protection: 0,
      follows: form,
      isVirtual: true,
      doubtful,
      sameLearners: [
        ...sameLearners.quantities,
        ...sameLearners.names.flatMap((other) => position.get(other) ?? []),
      ],
    })
  }
  return { ...system, quantities, units, equations, families, inequalities }
}
