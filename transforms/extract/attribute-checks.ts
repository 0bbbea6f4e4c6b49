import type { SourceName } from '../../schemas/source/source-name.ts'
import type { Attribute } from '../generalize/attribute.ts'
import { leafCodes } from '../generalize/code-list.ts'
import { identifier, literal } from '../relation.ts'
import type { Check } from './typed-field.ts'

/**
 * What the project's attributes demand of a source's typed fields: a value where it may not be missing, and one
 * that the hierarchy knows. A final result may be missing until it is given.
 *
 * @param attributes those whose field the source has
 */
export function attributeChecks(source: SourceName, attributes: readonly Attribute[]): readonly Check[] {
  return attributes
    .filter(({ definition }) => definition.of === source)
    .flatMap(({ definition, field, hierarchy, depth }) => {
      const value = identifier(field)
      const due = source === 'progress' ? ' AND result_at IS NOT NULL' : ''
      const leaves = definition.bands === undefined ? [...leafCodes(hierarchy, depth).keys()] : []
      return [
        ...(definition.missing === 'quarantine'
          ? [{ rule: `${field}: missing`, condition: `${value} IS NULL${due}` }]
          : []),
        ...(leaves.length > 0
          ? [
              {
                rule: `${field}: not in the hierarchy ${hierarchy.name}`,
                condition: `coalesce(${value} NOT IN (${leaves.map(literal).join(', ')}), false)`,
              },
            ]
          : []),
      ]
    })
}
