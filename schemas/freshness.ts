import { z } from 'zod'

const ageSchema = z.strictObject({
  count: z.int().min(1).max(10_000),
  period: z.enum(['minute', 'hour', 'day']),
})

/**
 * How old a source's newest row may be, in dbt's words.
 *
 * @see https://docs.getdbt.com/reference/resource-properties/freshness
 */
export const freshnessSchema = z
  .strictObject({
    warn_after: ageSchema.optional(),
    error_after: ageSchema.optional().describe('beyond it nothing is released'),
    loaded_at: z
      .enum(['registered_at', 'started_at', 'enrolled_at', 'submitted_at'])
      .optional()
      .describe(
        "field with a row's moment, to the day in lesson_views; the time of the newest file where absent",
      ),
  })
  .refine(({ warn_after, error_after }) => warn_after !== undefined || error_after !== undefined, {
    message: 'freshness needs warn_after or error_after',
  })
export type Freshness = z.infer<typeof freshnessSchema>
export type Age = z.infer<typeof ageSchema>
