import { type SourceField, sourceFields } from '../schemas/source/contract.ts'
import { sourceNames } from '../schemas/source/source-name.ts'

/** What every role lets a field do, in the words of the privacy policy that the schema is. */
const head = `# Data dictionary

Every field that Kohort may read, with its role. A column without a role is refused.

- *direct-identifier*: names a learner alone; dropped in step 2.
- *quasi-identifier*: knowable from outside; identifies in combination.
- *sensitive*: must not be learned about a person.
- *measure*: counted or summed.
- *operational*: decides who is counted; never selected after step 1.
- *reference*: describes the school's offer, not a learner.
`

const columns = ['source', 'field', 'role', 'type', 'nullable', 'limits', 'description'] as const

/** The fields of all source contracts as one Markdown table, in the order of the contracts. */
export function dataDictionary(): string {
  const rows = sourceNames.flatMap((source) => sourceFields(source).map((field) => fieldRow(source, field)))
  const lines = [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`)
  return `${head}\n${lines.join('')}`
}

function fieldRow(source: string, field: SourceField): readonly string[] {
  const cells = [
    source,
    field.name,
    field.role,
    field.type,
    field.nullable ? 'yes' : 'no',
    limitsOf(field),
    field.description,
  ]
  return cells.map((cell) => cell.replaceAll('|', '\\|'))
}

function limitsOf({ key, references, values, minimum, maximum }: SourceField): string {
  return [
    ...(key ? ['unique'] : []),
    ...(references === undefined ? [] : [`in ${references}`]),
    ...(values === undefined ? [] : [values.join(', ')]),
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
  ].join('; ')
}
