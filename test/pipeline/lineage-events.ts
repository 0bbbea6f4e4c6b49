import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { expect } from 'vitest'
import { z } from 'zod'
import { runEventSchema } from './openlineage-schema.ts'

const eventSchema = z.object({
  eventType: z.string(),
  run: z.object({ runId: z.string(), facets: z.record(z.string(), z.unknown()) }),
  job: z.object({ name: z.string() }),
  outputs: z.array(z.object({ name: z.string() })),
})

/** The events that lie in a folder, each as OpenLineage asks. */
export function events(record: string): readonly z.output<typeof eventSchema>[] {
  const validate = new Ajv().compile(runEventSchema)
  return readFileSync(join(record, 'openlineage.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const event: unknown = JSON.parse(line)
      expect(validate(event), JSON.stringify(validate.errors)).toBe(true)
      return eventSchema.parse(event)
    })
}
