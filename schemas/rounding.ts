import { z } from 'zod'

const base = z.literal([3, 5, 10]).describe('published base measures are multiples of this')
const method = z
  .enum(['conventional', 'controlled'])
  .describe('conventional: each figure to its nearest multiple; controlled: all figures together, additively')

/** What is done to published figures after suppression, which runs on what was counted. */
export const roundingSchema = z.union([z.literal('none'), z.strictObject({ base, method })])
export type Rounding = z.infer<typeof roundingSchema>

/** How the figures of a release were rounded; a reader needs it to know what they may have been. */
export const appliedRoundingSchema = z.strictObject({
  base,
  method,
  within: z
    .literal([1, 2])
    .describe('every figure is less than this many bases from what was counted; conventional: half a base'),
})
export type AppliedRounding = z.infer<typeof appliedRoundingSchema>
