import { z } from 'zod'
import { type Role, roleSchema } from '../role.ts'
import { courseSchema } from './course.ts'
import { learnerSchema } from './learner.ts'
import { lessonSchema } from './lesson.ts'
import { lessonViewSchema } from './lesson-view.ts'
import { progressSchema } from './progress.ts'
import { type SourceName, sourceNames } from './source-name.ts'
import { testSchema } from './test.ts'
import { testResultSchema } from './test-result.ts'

const sourceSchemas: Readonly<Record<SourceName, z.ZodObject>> = {
  learners: learnerSchema,
  courses: courseSchema,
  lessons: lessonSchema,
  tests: testSchema,
  lesson_views: lessonViewSchema,
  progress: progressSchema,
  test_results: testResultSchema,
}

export type FieldType = 'text' | 'integer' | 'decimal' | 'boolean' | 'date' | 'timestamp'

/** One field of a source contract, read off its zod schema. */
export interface SourceField {
  readonly name: string
  readonly role: Role
  readonly type: FieldType
  readonly nullable: boolean
  readonly description: string
  readonly minimum?: number
  readonly maximum?: number
  readonly values?: readonly string[]
  readonly references?: SourceName
  readonly key: boolean
}

const jsonField = z.object({
  type: z.enum(['string', 'integer', 'number', 'boolean']),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  enum: z.array(z.string()).optional(),
  role: roleSchema,
  description: z.string(),
  references: z.enum(sourceNames).optional(),
  key: z.boolean().optional(),
})

const known = new Map<SourceName, readonly SourceField[]>()

/**
 * The fields of a contract in their declared order: from here the SQL checks, the data dictionary and the
 * JSON Schema are derived.
 *
 * @throws {Error} if a field has no role
 */
export function sourceFields(source: SourceName): readonly SourceField[] {
  const fields = known.get(source) ?? contractFields(source, sourceSchemas[source])
  known.set(source, fields)
  return fields
}

/** The same for any contract. */
export function contractFields(contract: string, schema: z.ZodObject): readonly SourceField[] {
  const json = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(json.properties ?? {}).map(([name, property]) => {
    const whole = z
      .object({ anyOf: z.array(z.unknown()).optional() })
      .loose()
      .parse(property)
    const parsed = jsonField.safeParse(whole.anyOf?.[0] ?? property)
    if (!parsed.success) throw new Error(`every field needs a role. Provided value: ${contract}.${name}`)
    const field = parsed.data
    return {
      name,
      role: field.role,
      type: fieldType(field.type, field.format),
      nullable: whole.anyOf !== undefined,
      description: field.description,
      key: field.key ?? false,
      ...(field.minimum === undefined ? {} : { minimum: field.minimum }),
      ...(field.maximum === undefined ? {} : { maximum: field.maximum }),
      ...(field.enum === undefined ? {} : { values: field.enum }),
      ...(field.references === undefined ? {} : { references: field.references }),
    }
  })
}

function fieldType(type: 'string' | 'integer' | 'number' | 'boolean', format: string | undefined): FieldType {
  if (type === 'string') return format === 'date' ? 'date' : format === 'date-time' ? 'timestamp' : 'text'
  return type === 'number' ? 'decimal' : type
}
