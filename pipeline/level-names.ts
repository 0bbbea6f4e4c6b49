import type { TableShape } from '../schemas/cell.ts'
import { type Fact, facts } from '../schemas/fact.ts'
import { testOutcomeLevels } from '../transforms/tabulate/test-outcomes.ts'
import type { Project } from './load-project.ts'

/** What a project calls the level of a code of a table's dimension; null where it has no name. */
export function levelNames(
  { attributes, tables }: Pick<Project, 'attributes' | 'tables'>,
  shape: TableShape,
): (dimension: string, code: string) => string | null {
  const { from } = tables.find(({ id }) => id === shape.id)!
  const fact: Fact = facts[from]
  return (dimension, code) => {
    const attribute = attributes.find(({ name }) => name === dimension)
    if (attribute !== undefined) {
      const depth = attribute.hierarchy.nodes.find((node) => node.code === code)?.depth
      return depth === undefined ? null : (attribute.hierarchy.levels[depth] ?? null)
    }
    const { codes } = shape.dimensions.find(({ name }) => name === dimension)!
    const above = codes.find((known) => known.code === code)!.level - 1
    if (dimension === 'outcome') return testOutcomeLevels[above] ?? null
    return fact.dimensions[dimension]?.levels.toReversed()[above] ?? null
  }
}
