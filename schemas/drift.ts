import { z } from 'zod'

/** In Dagster's words: `warn` is said, `error` stops the night before anything is published. */
export const severities = ['warn', 'error'] as const
const severity = z.enum(severities).default('warn')
export type Severity = (typeof severities)[number]

const share = (most: number) => z.number().min(0.001).max(1).default(most)

/** How far a night may differ from the last one that was read. */
export const driftChecksSchema = z.strictObject({
  rows_shrunk: z
    .strictObject({ severity, share: share(0.1) })
    .prefault({})
    .describe('a source has fewer rows than last time, by more than this share of them'),
  quarantine_grown: z
    .strictObject({ severity, points: share(0.01) })
    .prefault({})
    .describe("the share of a source's bad rows has grown by more than this"),
  not_stated_jumped: z
    .strictObject({ severity, points: share(0.05) })
    .prefault({})
    .describe('the share of learners without a value of an attribute has changed by more than this'),
})
export type DriftChecks = z.infer<typeof driftChecksSchema>
