import { z } from 'zod'

const timeoutSeconds = z.int().min(1).max(600).default(30)

/** Who is told: a command, which gets JSON on its standard input, or an address that JSON is posted to. */
export const hookSchema = z.union([
  z.strictObject({
    command: z.array(z.string()).min(1).describe('program and arguments; no shell reads them'),
    timeoutSeconds,
  }),
  z.strictObject({
    webhook: z.string().regex(/^https?:\/\/\S+$/, 'must be an http or https address'),
    timeoutSeconds,
  }),
])
export type Hook = z.infer<typeof hookSchema>

export const hooksSchema = z.strictObject({
  onFailure: hookSchema.optional().describe('a night ended with exit 1'),
  onWithheld: hookSchema.optional().describe('a privacy check said no'),
})
export type Hooks = z.infer<typeof hooksSchema>
