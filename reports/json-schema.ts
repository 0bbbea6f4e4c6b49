import { z } from 'zod'
import { projectSchema } from '../schemas/project.ts'
import { tableSchema } from '../schemas/table.ts'

/** JSON Schema of `kohort.yaml`, for editors that complete and check YAML. */
export function projectJsonSchema(): object {
  return editorSchema(projectSchema, 'Kohort project (kohort.yaml)')
}

/** JSON Schema of a table's YAML file. */
export function tableJsonSchema(): object {
  return editorSchema(tableSchema, 'Kohort table')
}

/** Draft 7, which YAML editors know best; `io: 'input'` leaves out what has a default. */
function editorSchema(schema: z.ZodType, title: string): object {
  return { title, ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }) }
}
