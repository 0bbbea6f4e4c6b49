import { totalCode } from '../../schemas/hierarchy.ts'
import { figureName, placeSeparator } from '../contributions/figure-place.ts'
import { identifier, literal, valuesTable } from '../relation.ts'
import type { Catalogue } from './catalogue.ts'
import type { LatticeNode } from './lattice.ts'
import { leafOf, leafSeparator } from './stock-members.ts'
import type { TablePlan } from './table-plan.ts'

/**
 * SELECT of what each learner contributes to the figures of a table at one lattice node: `code`, `place` (leaf and
 * figure), `amount`. Only of tables without outcomes.
 *
 * @param from relation of the node
 */
export function contributionQuery(
  plan: TablePlan,
  node: LatticeNode,
  from: string,
  catalogue: Catalogue,
): string {
  const { leaf, joins } = leafOf(plan)
  const numbered = numbersAt(node, catalogue)
  const courses =
    numbered === null || node.course === null
      ? ''
      : `JOIN ${valuesTable(courseLookup, ['number', 'code'], numbered)} ON ${identifier(courseLookup)}.number = e.${node.course}`
  const events = plan.dimensions.flatMap(({ kind }) => {
    if (kind === 'course')
      return node.course === null ? [literal(totalCode)] : [`${identifier(courseLookup)}.code`]
    if (kind === 'day') return [node.day ? 'CAST(e.day AS VARCHAR)' : literal(totalCode)]
    return []
  })
  const measures = plan.shape.baseMeasures.map(({ name, quantity, where, type }) => {
    const column = `e.${quantity ?? (where === null ? 'n' : `n_${where}`)}`
    const amount = type === 'learners' ? '1' : `CAST(${column} AS BIGINT)`
    const figure = [literal(figureName(name, [])), ...events].join(` || ${literal(leafSeparator)} || `)
    return `SELECT e.code, ${leaf} || ${literal(placeSeparator)} || ${figure} AS place, ${amount} AS amount
FROM ${from} AS e ${joins} ${courses} WHERE ${column} > 0`
  })
  return measures.join('\nUNION ALL ')
}

const courseLookup = 'codes of courses'

function numbersAt({ course }: LatticeNode, catalogue: Catalogue): readonly (readonly string[])[] | null {
  if (course === null) return null
  const list: readonly { readonly number: number; readonly code: string }[] =
    course === 'track'
      ? catalogue.tracks.map((code, number) => ({ number, code }))
      : course === 'course'
        ? catalogue.courses
        : catalogue.lessons
  return list.map(({ number, code }) => [String(number), literal(code)])
}
