import { ConfigurationError } from '../../schemas/failure.ts'
import type { SourceField } from '../../schemas/source/contract.ts'
import { sourceFields } from '../../schemas/source/contract.ts'
import type { SourceName } from '../../schemas/source/source-name.ts'
import type { Attribute } from '../generalize/attribute.ts'

/** Direct identifiers that step 1 needs besides keys and references: they tell accounts of one person. */
const contacts: ReadonlySet<string> = new Set(['email', 'phone'])

/** Columns that the vault and what follows it add to those of the learners. */
const reserved: ReadonlySet<string> = new Set([
  'file',
  'position',
  'rule',
  'fate',
  'standing',
  'repeated',
  'account',
  'person',
  'refusal',
  'person_refusal',
  'account_refusal',
  'nth',
  'first_registered',
  'code',
  'day',
])

/**
 * The contract of a source in one project: Kohort's fields, and those that the project's attributes add.
 *
 * @throws {ConfigurationError} if an attribute's field has another type, or a name that the vault uses itself
 */
export function projectFields(source: SourceName, attributes: readonly Attribute[]): readonly SourceField[] {
  const own = attributes.filter(({ definition }) => definition.of === source)
  const taken = own.flatMap(({ name, field }) => [name, field]).find((name) => reserved.has(name))
  if (taken !== undefined)
    throw new ConfigurationError(
      'an attribute and its field need names that Kohort does not use itself',
      taken,
    )
  const fields = new Map(sourceFields(source).map((field) => [field.name, field]))
  for (const { name, definition, field } of own) {
    const type = typeOf(definition)
    const known = fields.get(field)
    if (known !== undefined && known.type !== type)
      throw new ConfigurationError(
        `attribute ${name} needs a field of the type ${type}; this one is ${known.type}`,
        field,
      )
    if (known === undefined)
      fields.set(field, {
        name: field,
        role: definition.role,
        type,
        nullable: true,
        description: name,
        key: false,
      })
  }
  return [...fields.values()]
}

function typeOf({ bands }: Attribute['definition']): SourceField['type'] {
  return bands === undefined ? 'text' : bands.of === 'age' ? 'date' : 'integer'
}

/** Fields that step 1 reads: everything but direct identifiers that it has no use for. */
export function neededFields(
  fields: readonly SourceField[],
  absent: ReadonlySet<string>,
): readonly SourceField[] {
  return fields.filter(
    ({ name, role, key, references }) =>
      !absent.has(name) &&
      (role !== 'direct-identifier' || key || references !== undefined || contacts.has(name)),
  )
}
