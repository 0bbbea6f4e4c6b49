import { dataDictionary } from '../reports/data-dictionary.ts'
import { projectJsonSchema, tableJsonSchema } from '../reports/json-schema.ts'

/** Files of the repository that follow from the schemas, with the text that each should have. */
export function references(): readonly { readonly path: string; readonly text: string }[] {
  const json = (schema: object) => `${JSON.stringify(schema, null, 2)}\n`
  return [
    { path: 'schemas/kohort.schema.json', text: json(projectJsonSchema()) },
    { path: 'schemas/table.schema.json', text: json(tableJsonSchema()) },
    { path: 'DICTIONARY.md', text: dataDictionary() },
  ]
}
