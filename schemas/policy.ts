import { z } from 'zod'
import { dominanceSchema } from './dominance.ts'
import { roundingSchema } from './rounding.ts'

/** Who is not counted. The operator chooses from these; each needs its fields in the source. */
export const admissionRules = [
  'staff-or-test',
  'erasure-requested',
  'statistics-refused',
  'under-16-without-guardian',
  'deleted-over-3-years',
] as const
export const admissionRuleSchema = z.enum(admissionRules)
export type AdmissionRule = z.infer<typeof admissionRuleSchema>

/** Work that the disclosure control may spend on hiding less. */
export const efforts = ['fast', 'standard', 'best'] as const
export type Effort = (typeof efforts)[number]

/** Limits of disclosure control. Every one has a range; none can be switched off. */
export const policySchema = z
  .strictObject({
    minimumContributors: z.int().min(5).max(1000).default(10).describe('suppress when contributors < this'),
    intervalWidth: z
      .int()
      .min(5)
      .max(10_000)
      .default(10)
      .describe('least width of the feasibility interval of every primary; at least minimumContributors'),
    dominance: dominanceSchema.prefault({}).describe('limits for sums and numbers of events'),
    outcomeDiversity: z
      .int()
      .min(1)
      .max(1000)
      .default(3)
      .describe('contributors who must lie outside the largest category of a sensitive outcome'),
    zeros: z
      .union([z.literal('protect'), z.strictObject({ publish: z.literal(true), reason: z.string().min(10) })])
      .default('protect'),
    percentageBase: z.int().min(20).max(1000).default(20).describe('least denominator of a percentage'),
    relativeWidth: z
      .int()
      .min(0)
      .max(100)
      .default(10)
      .describe('least width of the interval of a large primary, in per cent of its value'),
    effort: z
      .enum(efforts)
      .default('standard')
      .describe('work spent on hiding less: seconds, tens of seconds, minutes'),
    loss: z
      .union([
        z.enum(['cells', 'contributors']),
        z.strictObject({
          weights: z
            .record(z.string(), z.number().min(0.01).max(100))
            .describe('how much dearer a row is to hide where this dimension is at its total; or a table id'),
        }),
      ])
      .default('cells')
      .describe(
        'what complementary suppression keeps small: hidden cells, their learners, or weighted cells',
      ),
    rounding: roundingSchema.default('none').describe('of published base measures, after suppression'),
    admission: z
      .array(admissionRuleSchema)
      .default([...admissionRules])
      .describe('rules by which learners are left out'),
    quarantineShare: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.05)
      .describe('largest share of bad rows in a source before the run stops'),
    auditSeconds: z
      .int()
      .min(1)
      .max(36_000)
      .default(600)
      .describe('time budget of the audit; beyond it the release is withheld'),
    usefulness: z
      .strictObject({
        cells: z.number().min(0).max(1).default(0.4),
        learners: z.number().min(0).max(1).default(0.9),
      })
      .prefault({})
      .describe('shares under which the summary warns'),
    approval: z
      .enum(['auto', 'manual'])
      .default('auto')
      .describe('manual: a night leaves a candidate that a person approves or rejects'),
    approvalDays: z.int().min(1).max(366).default(14).describe('days after which a candidate expires'),
    tieBreakKeyFile: z
      .string()
      .optional()
      .describe('file with the secret key that breaks ties in the suppression'),
  })
  .refine((policy) => policy.intervalWidth >= policy.minimumContributors, {
    message: 'intervalWidth must be at least minimumContributors',
    path: ['intervalWidth'],
  })
  .refine((policy) => policy.intervalWidth >= policy.outcomeDiversity, {
    message: 'intervalWidth must be at least outcomeDiversity, so that hidden groups together stay diverse',
    path: ['intervalWidth'],
  })
  .refine(
    ({ rounding, minimumContributors }) => rounding === 'none' || rounding.base <= minimumContributors,
    {
      message: 'rounding.base must be at most minimumContributors',
      path: ['rounding'],
    },
  )
export type Policy = z.infer<typeof policySchema>
