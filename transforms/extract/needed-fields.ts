import { ConfigurationError } from '../../schemas/failure.ts'
import type { SourceField, SourceName } from '../../schemas/source/contract.ts'
import { sourceFields } from '../../schemas/source/contract.ts'
import type { Attribute } from '../generalize/attribute.ts'

/** Direct identifiers that step 1 needs besides keys and references: they tell accounts of one person. */
const contacts: ReadonlySet<string> = new Set(['email', 'phone'])

/** The contract of a source in one project: Kohort's fields, and those that the project's attributes add. */
export function projectFields(source: SourceName, attributes: readonly Attribute[]): readonly SourceField[] {
  const declared = sourceFields(source)
  const added = attributes
    .filter(({ definition, field }) => definition.of === source && !declared.some(({ name }) => name === field))
    .map(({ name, definition, field }): SourceField => ({
      name: field,
      role: definition.role,
      type: definition.bands === undefined ? 'text' : definition.bands.of === 'age' ? 'date' : 'integer',
      nullable: true,
      description: name,
      key: false,
    }))
  const wrong = attributes.find(
    ({ definition, field }) => definition.bands !== undefined && declared.some(({ name, type }) => name === field && type !== (definition.bands?.of === 'age' ? 'date' : 'integer')),
  )
  if (wrong !== undefined) throw new ConfigurationError(`bands of ${wrong.name} need a field of their type`, wrong.field)
  return [...declared, ...added]
}

/** Fields that step 1 reads: everything but direct identifiers that it has no use for. */
export function neededFields(fields: readonly SourceField[], absent: ReadonlySet<string>): readonly SourceField[] {
  return fields.filter(
    ({ name, role, key, references }) =>
      !absent.has(name) && (role !== 'direct-identifier' || key || references !== undefined || contacts.has(name)),
  )
}
