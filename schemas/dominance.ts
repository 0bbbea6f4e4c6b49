import { z } from 'zod'

const concentrationSchema = z.strictObject({
  contributors: z.int().min(1).max(10).describe('number of the largest contributions that are added up'),
  share: z.int().min(1).max(99).describe('per cent of the total that they may hold at most'),
})

/** Limits for magnitudes: sums and numbers of events. The (n, k) rule is applied where `concentration` is given. */
export const dominanceSchema = z.strictObject({
  p: z.int().min(1).max(100).default(10).describe('per cent to which no contribution may be estimated'),
  coalition: z
    .int()
    .min(0)
    .max(10)
    .default(2)
    .describe('other contributors of a figure who may pool what they know'),
  concentration: concentrationSchema
    .nullable()
    .default(null)
    .describe('suppress when this many contributors hold more than this share'),
  minutesPerLearner: z
    .int()
    .min(60)
    .max(525_600)
    .default(6000)
    .describe('minutes of a learner that count in a period of the releases; later ones count as 0'),
})

/** What the dominance rules judge by; `concentration` is null where only the p% rule applies. */
export interface DominanceLimits {
  readonly p: number
  readonly coalition: number
  readonly concentration: { readonly contributors: number; readonly share: number } | null
}

/** The same limits as an audit is given them, with the constant that contributions were clamped to. */
export const dominanceParametersSchema = z.strictObject({
  p: z.int(),
  coalition: z.int(),
  concentration: z.strictObject({ contributors: z.int(), share: z.int() }).nullable(),
  minutesPerLearner: z.int(),
})

/** Number of the largest contributions that a cell must carry to be judged. */
export function contributionsJudged({ coalition, concentration }: DominanceLimits): number {
  return Math.max(coalition + 1, concentration?.contributors ?? 0)
}
