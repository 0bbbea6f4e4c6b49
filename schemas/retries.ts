import { z } from 'zod'

/** How often a source that cannot be read at the moment (locked, busy, changing) is tried again. */
export const retriesSchema = z.strictObject({
  attempts: z.int().min(1).max(20).default(4).describe('all in all, the first among them'),
  firstWaitSeconds: z.number().min(0).max(3600).default(5).describe('doubled after each attempt'),
  longestWaitSeconds: z.number().min(0).max(21_600).default(300),
})
export type Retries = z.infer<typeof retriesSchema>
